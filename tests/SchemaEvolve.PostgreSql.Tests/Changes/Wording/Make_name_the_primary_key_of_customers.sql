-- In no transaction
-- Must find nothing: Rows of customers are to be unique by pk_customers_name, but some are there more than once.
-- customers: AccessShare, scans
SELECT "name", count(*) AS times
FROM "customers"
WHERE "name" IS NOT NULL
GROUP BY "name"
HAVING count(*) > 1
LIMIT 6;

-- In no transaction
-- customers: ShareUpdateExclusive, scans
CREATE UNIQUE INDEX CONCURRENTLY "pk_customers_name" ON "customers" ("name");

-- customers: AccessExclusive
ALTER TABLE "customers" DROP CONSTRAINT "pk_customers", ADD CONSTRAINT "pk_customers" PRIMARY KEY USING INDEX "pk_customers_name";

