-- In no transaction
-- Must find nothing: Rows of customers are to be unique by uq_customers_name, but some are there more than once.
-- customers: AccessShare, scans
SELECT "name", "country", count(*) AS times
FROM "customers"
WHERE "name" IS NOT NULL AND "country" IS NOT NULL
GROUP BY "name", "country"
HAVING count(*) > 1
LIMIT 6;

-- In no transaction
-- customers: ShareUpdateExclusive, scans
CREATE UNIQUE INDEX CONCURRENTLY "uq_customers_name" ON "customers" ("name", "country");

-- customers: AccessExclusive
ALTER TABLE "customers" ADD CONSTRAINT "uq_customers_name" UNIQUE USING INDEX "uq_customers_name";

