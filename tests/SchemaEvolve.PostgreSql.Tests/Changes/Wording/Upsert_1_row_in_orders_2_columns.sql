-- orders: RowExclusive
INSERT INTO "orders" ("customer", "number")
VALUES
    (1, 3)
ON CONFLICT ("customer", "number") DO NOTHING;

