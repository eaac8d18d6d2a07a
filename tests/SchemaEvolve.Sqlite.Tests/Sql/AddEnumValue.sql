-- Add value angry to enum mood
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_feelings" (
    "id" BIGINT NOT NULL,
    "felt" ENUM TEXT NOT NULL DEFAULT 'sad' CONSTRAINT "mood" CHECK ("felt" IN ('sad', 'it''s ok', 'angry')),
    CONSTRAINT "pk_feelings" PRIMARY KEY ("id")
);
INSERT OR ABORT INTO "_se_new_feelings" ("rowid", "id", "felt")
SELECT "rowid", "id", "felt"
FROM "feelings";
DROP TABLE "feelings";
ALTER TABLE "_se_new_feelings" RENAME TO "feelings";
DELETE FROM "schema_evolve_annotations" WHERE kind = 'enum' AND object = 'mood';
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
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('enum', 'mood', 2, 'it''s ok');
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('enum', 'mood', 3, 'angry');
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;

-- Add value so-so to enum mood
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_feelings" (
    "id" BIGINT NOT NULL,
    "felt" ENUM TEXT NOT NULL DEFAULT 'sad' CONSTRAINT "mood" CHECK ("felt" IN ('sad', 'so-so', 'it''s ok')),
    CONSTRAINT "pk_feelings" PRIMARY KEY ("id")
);
INSERT OR ABORT INTO "_se_new_feelings" ("rowid", "id", "felt")
SELECT "rowid", "id", "felt"
FROM "feelings";
DROP TABLE "feelings";
ALTER TABLE "_se_new_feelings" RENAME TO "feelings";
DELETE FROM "schema_evolve_annotations" WHERE kind = 'enum' AND object = 'mood';
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
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('enum', 'mood', 2, 'so-so');
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('enum', 'mood', 3, 'it''s ok');
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
