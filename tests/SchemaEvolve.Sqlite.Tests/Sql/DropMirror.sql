-- No longer keep notes of customers and remarks of profiles equal
DROP TRIGGER "schema_evolve_mirror_inserted_customers_notes_profiles_remarks";
DROP TRIGGER "schema_evolve_mirror_updated_customers_notes_profiles_remarks";
DROP TRIGGER "schema_evolve_mirror_inserted_profiles_remarks_customers_notes";
DROP TRIGGER "schema_evolve_mirror_updated_profiles_remarks_customers_notes";
DELETE FROM "schema_evolve_annotations" WHERE kind = 'mirror' AND object = 'se_mirror_customers_notes_profiles_remarks';
