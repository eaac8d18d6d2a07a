-- In no transaction
-- Must find nothing: Rows of orders are to be unique by pk_by_number, but some are there more than once.
-- orders: AccessShare, scans
SELECT "number", count(*) AS times
FROM "orders"
WHERE "number" IS NOT NULL
GROUP BY "number"
HAVING count(*) > 1
LIMIT 6;

-- In no transaction
-- orders: ShareUpdateExclusive, scans
CREATE UNIQUE INDEX CONCURRENTLY "pk_by_number" ON "orders" ("number");

-- orders: AccessExclusive
ALTER TABLE "orders" DROP CONSTRAINT "pk_orders", ADD CONSTRAINT "pk_by_number" PRIMARY KEY USING INDEX "pk_by_number";

