-- customers: RowExclusive
UPDATE "customers"
SET "notes" = upper("name")
WHERE ("notes" IS DISTINCT FROM (upper("name")))
    AND (notes IS NULL);

