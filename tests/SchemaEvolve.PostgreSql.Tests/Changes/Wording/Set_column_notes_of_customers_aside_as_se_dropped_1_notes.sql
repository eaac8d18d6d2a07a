-- customers: AccessExclusive
ALTER TABLE "customers" RENAME COLUMN "notes" TO "_se_dropped_1_notes";

