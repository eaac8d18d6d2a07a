-- customers: AccessExclusive
ALTER TABLE "customers" RENAME CONSTRAINT "uq_customers_phone" TO "uq_phone";

