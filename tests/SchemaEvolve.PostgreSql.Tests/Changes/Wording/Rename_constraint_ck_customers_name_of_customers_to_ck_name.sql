-- customers: AccessExclusive
ALTER TABLE "customers" RENAME CONSTRAINT "ck_customers_name" TO "ck_name";

