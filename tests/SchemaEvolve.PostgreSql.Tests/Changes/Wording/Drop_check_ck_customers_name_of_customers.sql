-- customers: AccessExclusive
ALTER TABLE "customers" DROP CONSTRAINT "ck_customers_name";

