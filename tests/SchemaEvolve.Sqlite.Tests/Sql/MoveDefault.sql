-- Move the default of customers.points to notes
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
    "points" TEXT NOT NULL,
    "notes" TEXT DEFAULT '0',
    "country" CHAR(2) CHECK (length("country") <= 2),
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
