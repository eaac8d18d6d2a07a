-- customers: AccessExclusive
ALTER TABLE "customers" ALTER COLUMN "notes" SET DEFAULT '0', ALTER COLUMN "points" DROP DEFAULT;

