-- In no transaction
-- Must find nothing: Rows of orders are to be unique by uq_orders_number, but some are there more than once.
-- orders: AccessShare, scans
SELECT "number", count(*) AS times
FROM "orders"
WHERE "number" IS NOT NULL
GROUP BY "number"
HAVING count(*) > 1
LIMIT 6;

-- In no transaction
-- orders: ShareUpdateExclusive, scans
CREATE UNIQUE INDEX CONCURRENTLY "uq_orders_number" ON "orders" ("number");

-- orders: AccessExclusive
ALTER TABLE "orders" ADD CONSTRAINT "uq_orders_number" UNIQUE USING INDEX "uq_orders_number" DEFERRABLE INITIALLY DEFERRED;

