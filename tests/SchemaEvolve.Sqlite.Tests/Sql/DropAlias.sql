-- No longer answer to clients
DROP VIEW "clients";
DELETE FROM "schema_evolve_annotations" WHERE kind = 'alias' AND object = 'clients';
