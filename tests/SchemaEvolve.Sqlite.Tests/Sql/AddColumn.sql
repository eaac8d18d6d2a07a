-- Add column email to customers
ALTER TABLE "customers" ADD COLUMN "email" TEXT;

-- Add column visits to customers
ALTER TABLE "customers" ADD COLUMN "visits" INT NOT NULL DEFAULT 0;

-- Add column name_length to customers
ALTER TABLE "customers" ADD COLUMN "name_length" INT GENERATED ALWAYS AS (length("name")) VIRTUAL;

-- Add column name_size to customers
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TEMP TABLE "_se_broken_before" AS
SELECT child, id, parent, count(*) AS times
FROM (SELECT "table" AS child, "rowid" AS id, "parent" AS parent FROM pragma_foreign_key_check('customers'))
GROUP BY child, id, parent;
CREATE TABLE "_se_new_customers" (
    "id" INTEGER CONSTRAINT "pk_customers" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(80) NOT NULL CHECK (length("name") <= 80),
    "phone" TEXT,
    "points" TEXT NOT NULL DEFAULT '0',
    "notes" TEXT,
    "country" CHAR(2) CHECK (length("country") <= 2),
    "name_size" INT GENERATED ALWAYS AS (length("name")) STORED,
    CONSTRAINT "uq_customers_phone" UNIQUE ("phone"),
    CONSTRAINT "ck_customers_name" CHECK ("name" <> ''),
    CONSTRAINT "fk_customers_country" FOREIGN KEY ("country") REFERENCES "countries" ("code") ON DELETE SET NULL
);
INSERT OR ABORT INTO "_se_new_customers" ("id", "name", "phone", "points", "notes", "country")
SELECT "id", "name", "phone", "points", "notes", "country"
FROM "customers";
DELETE FROM sqlite_sequence WHERE name = '_se_new_customers';
INSERT INTO sqlite_sequence (name, seq) SELECT '_se_new_customers', seq FROM sqlite_sequence WHERE name = 'customers';
DROP TABLE "customers";
ALTER TABLE "_se_new_customers" RENAME TO "customers";
CREATE INDEX "ix_customers_name" ON "customers" ("name", "phone" DESC);
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('column', 'customers', 'name_size', 'In characters');
-- must be empty: Every row refers to a row that exists.
SELECT now.child, now.id, now.parent
FROM (
SELECT child, id, parent, count(*) AS times
FROM (SELECT "table" AS child, "rowid" AS id, "parent" AS parent FROM pragma_foreign_key_check('customers'))
GROUP BY child, id, parent
) now
LEFT JOIN temp."_se_broken_before" old ON old.child = now.child AND old.id IS now.id AND old.parent = now.parent
WHERE now.times > coalesce(old.times, 0);
DROP TABLE temp."_se_broken_before";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;

-- Add column created_at to customers
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TEMP TABLE "_se_broken_before" AS
SELECT child, id, parent, count(*) AS times
FROM (SELECT "table" AS child, "rowid" AS id, "parent" AS parent FROM pragma_foreign_key_check('customers'))
GROUP BY child, id, parent;
CREATE TABLE "_se_new_customers" (
    "id" INTEGER CONSTRAINT "pk_customers" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(80) NOT NULL CHECK (length("name") <= 80),
    "phone" TEXT,
    "points" TEXT NOT NULL DEFAULT '0',
    "notes" TEXT,
    "country" CHAR(2) CHECK (length("country") <= 2),
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    CONSTRAINT "uq_customers_phone" UNIQUE ("phone"),
    CONSTRAINT "ck_customers_name" CHECK ("name" <> ''),
    CONSTRAINT "fk_customers_country" FOREIGN KEY ("country") REFERENCES "countries" ("code") ON DELETE SET NULL
);
INSERT OR ABORT INTO "_se_new_customers" ("id", "name", "phone", "points", "notes", "country")
SELECT "id", "name", "phone", "points", "notes", "country"
FROM "customers";
DELETE FROM sqlite_sequence WHERE name = '_se_new_customers';
INSERT INTO sqlite_sequence (name, seq) SELECT '_se_new_customers', seq FROM sqlite_sequence WHERE name = 'customers';
DROP TABLE "customers";
ALTER TABLE "_se_new_customers" RENAME TO "customers";
CREATE INDEX "ix_customers_name" ON "customers" ("name", "phone" DESC);
-- must be empty: Every row refers to a row that exists.
SELECT now.child, now.id, now.parent
FROM (
SELECT child, id, parent, count(*) AS times
FROM (SELECT "table" AS child, "rowid" AS id, "parent" AS parent FROM pragma_foreign_key_check('customers'))
GROUP BY child, id, parent
) now
LEFT JOIN temp."_se_broken_before" old ON old.child = now.child AND old.id IS now.id AND old.parent = now.parent
WHERE now.times > coalesce(old.times, 0);
DROP TABLE temp."_se_broken_before";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;

-- Add column short to customers
ALTER TABLE "customers" ADD COLUMN "short" VARCHAR(5) DEFAULT 'two
    lines' CHECK (length("short") <= 5);

-- Add column odd to customers
ALTER TABLE "customers" ADD COLUMN "odd" UNHEARD OF(1, 2);

-- Add column feels to customers
ALTER TABLE "customers" ADD COLUMN "feels" ENUM TEXT DEFAULT 'sad' CONSTRAINT "mood" CHECK ("feels" IN ('sad', 'it''s ok'));
