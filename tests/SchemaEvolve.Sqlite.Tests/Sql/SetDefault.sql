-- Set the default of customers.points to '1'
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
    "points" TEXT NOT NULL DEFAULT '1',
    "notes" TEXT,
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

-- Drop the default of customers.points
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
    "notes" TEXT,
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

-- Set the default of customers.points to '1'
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_customers" (
    "id" INTEGER CONSTRAINT "pk_customers" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(80) NOT NULL CHECK (length("name") <= 80),
    "phone" TEXT,
    "points" TEXT NOT NULL DEFAULT '1',
    "notes" TEXT,
    "country" CHAR(2) CHECK (length("country") <= 2),
    CONSTRAINT "uq_customers_phone" UNIQUE ("phone"),
    CONSTRAINT "ck_customers_name" CHECK ("name" <> '')
);
INSERT OR ABORT INTO "_se_new_customers" ("id", "name", "phone", "points", "notes", "country")
SELECT "id", "name", "phone", "points", "notes", "country"
FROM "customers";
DELETE FROM sqlite_sequence WHERE name = '_se_new_customers';
INSERT INTO sqlite_sequence (name, seq) SELECT '_se_new_customers', seq FROM sqlite_sequence WHERE name = 'customers';
DROP TABLE "customers";
ALTER TABLE "_se_new_customers" RENAME TO "customers";
CREATE INDEX "ix_customers_name" ON "customers" ("name", "phone" DESC);
CREATE TRIGGER "schema_evolve_inserted_customers" AFTER INSERT ON "customers"
BEGIN
    UPDATE "customers" SET "notes" = "phone"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN NOT ("phone" IS NULL) THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
    UPDATE "customers" SET "phone" = trim("notes")
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN "phone" IS NULL THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) END;
END;
CREATE TRIGGER "schema_evolve_updated_customers" AFTER UPDATE OF "notes", "phone" ON "customers"
WHEN NEW."notes" COLLATE BINARY IS NOT OLD."notes" OR NEW."phone" COLLATE BINARY IS NOT OLD."phone"
BEGIN
    UPDATE "customers" SET "notes" = "phone"
    WHERE (NEW."phone" COLLATE BINARY IS NOT OLD."phone") AND "rowid" IS NEW."rowid" AND CASE WHEN "phone" COLLATE BINARY IS NOT OLD."phone" THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
    UPDATE "customers" SET "phone" = trim("notes")
    WHERE (NEW."notes" COLLATE BINARY IS NOT OLD."notes") AND NOT (NEW."phone" COLLATE BINARY IS NOT OLD."phone") AND "rowid" IS NEW."rowid" AND CASE WHEN ("notes" COLLATE BINARY IS NOT OLD."notes") AND NOT ("phone" COLLATE BINARY IS NOT OLD."phone") THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
    UPDATE "customers" SET "notes" = "phone"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN ("phone" COLLATE BINARY IS NOT OLD."phone") AND (NOT (NEW."phone" COLLATE BINARY IS NOT OLD."phone") OR "phone" COLLATE BINARY IS NOT NEW."phone") THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
    UPDATE "customers" SET "phone" = trim("notes")
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN ("notes" COLLATE BINARY IS NOT OLD."notes") AND (NEW."phone" COLLATE BINARY IS NOT OLD."phone" OR "notes" COLLATE BINARY IS NOT NEW."notes") THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
END;
DROP VIEW "clients";
CREATE VIEW "clients" AS SELECT "id", "name", "phone", "points", "notes", "country" FROM "customers";
CREATE TRIGGER "schema_evolve_alias_insert_clients" INSTEAD OF INSERT ON "clients"
BEGIN
    INSERT INTO "customers" ("id", "name", "phone", "points", "notes", "country") VALUES (NEW."id", NEW."name", NEW."phone", coalesce(NEW."points", '1'), NEW."notes", NEW."country");
END;
CREATE TRIGGER "schema_evolve_alias_update_clients" INSTEAD OF UPDATE ON "clients"
BEGIN
    UPDATE "customers" SET "id" = NEW."id", "name" = NEW."name", "phone" = NEW."phone", "points" = NEW."points", "notes" = NEW."notes", "country" = NEW."country" WHERE "id" IS OLD."id";
END;
CREATE TRIGGER "schema_evolve_alias_delete_clients" INSTEAD OF DELETE ON "clients"
BEGIN
    DELETE FROM "customers" WHERE "id" IS OLD."id";
END;
EXPLAIN INSERT INTO "customers" DEFAULT VALUES;
EXPLAIN UPDATE "customers" SET "id" = "id", "name" = "name", "phone" = "phone", "points" = "points", "notes" = "notes", "country" = "country";
EXPLAIN DELETE FROM "customers";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
