-- customers: RowExclusive
UPDATE "customers"
SET "notes" = upper("name")
WHERE notes IS NULL;

