-- customers: RowExclusive
UPDATE "customers"
SET "notes" = "phone"
WHERE ("notes" IS DISTINCT FROM ("phone"))
    AND ("phone" IS DISTINCT FROM ("notes"));

