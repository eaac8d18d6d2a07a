-- In no transaction
-- Must find nothing: Rows of sales.Größen "x" are to refer to rows of orders by fk_permuted, but some refer to none.
-- orders: AccessShare, scans
-- sales.Größen "x": AccessShare, scans
SELECT child."a", child."b"
FROM "sales"."Größen ""x""" AS child
WHERE child."a" IS NOT NULL AND child."b" IS NOT NULL
    AND NOT EXISTS (SELECT FROM "orders" AS parent WHERE parent."number" = child."a" AND parent."customer" = child."b")
LIMIT 6;

-- orders: ShareRowExclusive
-- sales.Größen "x": ShareRowExclusive
ALTER TABLE "sales"."Größen ""x""" ADD CONSTRAINT "fk_permuted" FOREIGN KEY ("a", "b") REFERENCES "orders" ("number", "customer") ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE NOT VALID;

-- In no transaction
-- orders: RowShare, scans
-- sales.Größen "x": ShareUpdateExclusive, scans
ALTER TABLE "sales"."Größen ""x""" VALIDATE CONSTRAINT "fk_permuted";

