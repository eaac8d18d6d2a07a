-- Create enum mood
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('enum', 'mood', 1, 'sad');
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('enum', 'mood', 2, 'ok');
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('enum', 'mood', 3, 'happy');
