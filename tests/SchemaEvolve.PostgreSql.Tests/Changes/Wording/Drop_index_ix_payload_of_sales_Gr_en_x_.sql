-- In no transaction
-- sales.Größen "x": ShareUpdateExclusive
DROP INDEX CONCURRENTLY "sales"."ix_payload";

