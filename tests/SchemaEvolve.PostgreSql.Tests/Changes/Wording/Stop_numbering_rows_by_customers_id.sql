-- customers: AccessExclusive
ALTER TABLE "customers" ALTER COLUMN "id" DROP IDENTITY;

