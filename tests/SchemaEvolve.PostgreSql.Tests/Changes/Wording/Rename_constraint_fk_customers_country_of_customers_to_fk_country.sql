-- customers: AccessExclusive
ALTER TABLE "customers" RENAME CONSTRAINT "fk_customers_country" TO "fk_country";

