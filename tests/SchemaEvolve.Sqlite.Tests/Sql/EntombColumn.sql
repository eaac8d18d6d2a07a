-- Set column notes of customers aside as _se_dropped_1_notes
ALTER TABLE "customers" RENAME COLUMN "notes" TO "_se_dropped_1_notes";
UPDATE "schema_evolve_annotations" SET detail = '_se_dropped_1_notes' WHERE kind = 'column' AND object = 'customers' AND detail = 'notes';

-- Set column total of orders aside as _se_dropped_1_total
ALTER TABLE "orders" ALTER COLUMN "total" DROP NOT NULL;
ALTER TABLE "orders" RENAME COLUMN "total" TO "_se_dropped_1_total";
