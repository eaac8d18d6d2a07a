-- Drop column notes from customers
ALTER TABLE "customers" DROP COLUMN "notes";
DELETE FROM "schema_evolve_annotations" WHERE kind = 'column' AND object = 'customers' AND detail = 'notes';
