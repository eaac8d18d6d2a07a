-- countries: RowExclusive
INSERT INTO "countries" ("code", "name")
VALUES
    ('DE', 'Germany'),
    ('CI', 'Côte d''Ivoire')
ON CONFLICT ("code") DO NOTHING;

