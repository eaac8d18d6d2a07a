-- Change type of customers.points to text(20)
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
    "points" VARCHAR(20) NOT NULL DEFAULT '0' CHECK (length("points") <= 20),
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

-- Change type of orders.number to int64
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_orders" (
    "customer" BIGINT NOT NULL,
    "number" BIGINT NOT NULL,
    "total" DECIMAL(12, 2) NOT NULL DEFAULT 0,
    "placed_at" TIMESTAMPTZ,
    CONSTRAINT "pk_orders" PRIMARY KEY ("customer", "number")
);
INSERT OR ABORT INTO "_se_new_orders" ("rowid", "customer", "number", "total", "placed_at")
SELECT "rowid", "customer", "number", "total", "placed_at"
FROM "orders";
DROP TABLE "orders";
ALTER TABLE "_se_new_orders" RENAME TO "orders";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;

-- Change type of orders.total to decimal(14, 2)
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_orders" (
    "customer" BIGINT NOT NULL,
    "number" INT NOT NULL,
    "total" DECIMAL(14, 2) NOT NULL DEFAULT 0,
    "placed_at" TIMESTAMPTZ,
    CONSTRAINT "pk_orders" PRIMARY KEY ("customer", "number")
);
INSERT OR ABORT INTO "_se_new_orders" ("rowid", "customer", "number", "total", "placed_at")
SELECT "rowid", "customer", "number", "total", "placed_at"
FROM "orders";
DROP TABLE "orders";
ALTER TABLE "_se_new_orders" RENAME TO "orders";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;

-- Change type of customers.country to text(2)
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_customers" (
    "id" INTEGER CONSTRAINT "pk_customers" PRIMARY KEY AUTOINCREMENT,
    "name" VARCHAR(80) NOT NULL CHECK (length("name") <= 80),
    "phone" TEXT,
    "points" TEXT NOT NULL DEFAULT '0',
    "notes" TEXT,
    "country" VARCHAR(2) CHECK (length("country") <= 2),
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
EXPLAIN INSERT INTO "customers" DEFAULT VALUES;
EXPLAIN UPDATE "customers" SET "id" = "id", "name" = "name", "phone" = "phone", "points" = "points", "notes" = "notes", "country" = "country";
EXPLAIN DELETE FROM "customers";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
