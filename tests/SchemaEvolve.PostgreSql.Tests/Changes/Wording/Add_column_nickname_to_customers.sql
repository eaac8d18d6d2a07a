-- customers: AccessExclusive
ALTER TABLE "customers" ADD COLUMN "nickname" text;

