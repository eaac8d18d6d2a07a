-- In no transaction
-- Must find nothing: Rows of orders are to refer to rows of customers by fk_orders_customer, but some refer to none.
-- customers: AccessShare, scans
-- orders: AccessShare, scans
SELECT child."customer", child."number"
FROM "orders" AS child
WHERE child."customer" IS NOT NULL
    AND NOT EXISTS (SELECT FROM "customers" AS parent WHERE parent."id" = child."customer")
LIMIT 6;

-- customers: ShareRowExclusive
-- orders: ShareRowExclusive
ALTER TABLE "orders" ADD CONSTRAINT "fk_orders_customer" FOREIGN KEY ("customer") REFERENCES "customers" ("id") ON DELETE CASCADE NOT VALID;

-- In no transaction
-- customers: RowShare, scans
-- orders: ShareUpdateExclusive, scans
ALTER TABLE "orders" VALIDATE CONSTRAINT "fk_orders_customer";

