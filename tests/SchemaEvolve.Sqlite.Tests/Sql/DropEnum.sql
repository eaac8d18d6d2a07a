-- Drop enum mood
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
DELETE FROM "schema_evolve_annotations" WHERE kind = 'enum' AND object = 'mood';
