-- In no transaction
-- Must find nothing: Column phone of customers is to take no NULL, but some rows have none.
-- customers: AccessShare, scans
SELECT "id" FROM "customers" WHERE "phone" IS NULL LIMIT 6;

-- customers: AccessExclusive
ALTER TABLE "customers" ADD CONSTRAINT "nn_customers_phone" NOT NULL "phone" NOT VALID;

-- In no transaction
-- customers: ShareUpdateExclusive, scans
ALTER TABLE "customers" VALIDATE CONSTRAINT "nn_customers_phone";

