-- Rename table customers to buyers
ALTER TABLE "customers" RENAME TO "buyers";
UPDATE "schema_evolve_annotations" SET object = 'buyers' WHERE kind IN ('table', 'column') AND object = 'customers';

-- Rename table countries to lands
ALTER TABLE "countries" RENAME TO "lands";
