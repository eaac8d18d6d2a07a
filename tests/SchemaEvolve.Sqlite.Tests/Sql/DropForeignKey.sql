-- Drop foreign key fk_customers_country of customers
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
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
