-- customers: AccessExclusive
ALTER TABLE "customers" ALTER COLUMN "points" DROP DEFAULT;

