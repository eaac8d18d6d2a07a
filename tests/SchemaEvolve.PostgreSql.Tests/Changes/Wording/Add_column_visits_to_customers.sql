-- customers: AccessExclusive
ALTER TABLE "customers" ADD COLUMN "visits" integer NOT NULL DEFAULT 0;

