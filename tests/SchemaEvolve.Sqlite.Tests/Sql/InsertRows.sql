-- Insert 2 rows in countries
INSERT INTO "countries" ("code", "name")
VALUES
('DE', 'Germany'),
('CI', 'Côte d''Ivoire')
ON CONFLICT ("code") DO NOTHING;

-- Upsert 1 row in countries
INSERT INTO "countries" ("code", "name")
VALUES
('DE', 'Deutschland')
ON CONFLICT ("code") DO UPDATE SET "name" = excluded."name";

-- Upsert 1 row in orders
INSERT INTO "orders" ("customer", "number")
VALUES
(1, 3)
ON CONFLICT ("customer", "number") DO NOTHING;
