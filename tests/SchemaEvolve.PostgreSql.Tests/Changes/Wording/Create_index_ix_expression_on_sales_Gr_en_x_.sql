-- In no transaction
-- sales.Größen "x": ShareUpdateExclusive, scans
CREATE INDEX CONCURRENTLY "ix_expression" ON "sales"."Größen ""x""" (("payload" ->> 'k'), "b") WHERE "payload" IS NOT NULL;

