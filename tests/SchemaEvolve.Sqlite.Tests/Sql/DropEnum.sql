-- Drop enum mood
DELETE FROM "schema_evolve_annotations" WHERE kind = 'enum' AND object = 'mood';
