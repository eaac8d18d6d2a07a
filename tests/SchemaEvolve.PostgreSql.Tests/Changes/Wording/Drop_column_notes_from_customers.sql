-- customers: AccessExclusive
ALTER TABLE "customers" DROP COLUMN "notes";

