-- No longer keep se_phone_notes of customers in step
DROP TRIGGER "schema_evolve_inserted_customers";
DROP TRIGGER "schema_evolve_updated_customers";
DELETE FROM "schema_evolve_annotations" WHERE kind IN ('dual write', 'not null') AND object = 'customers';
