-- customers: AccessExclusive
-- countries: AccessExclusive
ALTER TABLE "customers" DROP CONSTRAINT "fk_customers_country";

