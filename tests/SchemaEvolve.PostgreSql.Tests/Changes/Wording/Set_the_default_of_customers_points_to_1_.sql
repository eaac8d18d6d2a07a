-- customers: AccessExclusive
ALTER TABLE "customers" ALTER COLUMN "points" SET DEFAULT '1';

