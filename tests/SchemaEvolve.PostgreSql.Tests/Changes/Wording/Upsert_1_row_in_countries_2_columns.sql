-- countries: RowExclusive
INSERT INTO "countries" ("code", "name")
VALUES
    ('DE', 'Deutschland')
ON CONFLICT ("code") DO UPDATE SET "name" = excluded."name";

