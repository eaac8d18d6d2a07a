-- In no transaction
-- Must find nothing: Check ck_orders_total is to hold for all rows of orders, but some break it.
-- orders: AccessShare, scans
SELECT "customer", "number" FROM "orders" WHERE NOT ("total" >= 0) LIMIT 6;

-- orders: AccessExclusive
ALTER TABLE "orders" ADD CONSTRAINT "ck_orders_total" CHECK ("total" >= 0) NOT VALID;

-- In no transaction
-- orders: ShareUpdateExclusive, scans
ALTER TABLE "orders" VALIDATE CONSTRAINT "ck_orders_total";

