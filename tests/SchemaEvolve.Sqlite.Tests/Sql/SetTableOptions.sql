-- Make orders WITHOUT ROWID
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_orders" (
    "customer" BIGINT NOT NULL,
    "number" INT NOT NULL,
    "total" DECIMAL(12, 2) NOT NULL DEFAULT 0,
    "placed_at" TIMESTAMPTZ,
    CONSTRAINT "pk_orders" PRIMARY KEY ("customer", "number")
) WITHOUT ROWID;
INSERT OR ABORT INTO "_se_new_orders" ("customer", "number", "total", "placed_at")
SELECT "customer", "number", "total", "placed_at"
FROM "orders";
DROP TABLE "orders";
ALTER TABLE "_se_new_orders" RENAME TO "orders";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;

-- Make everything STRICT
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_everything" (
    "a_boolean" /* BOOLEAN */ INTEGER NOT NULL DEFAULT TRUE,
    "an_int16" /* SMALLINT */ INTEGER DEFAULT -1,
    "an_int32" INT,
    "an_int64" /* BIGINT */ INTEGER NOT NULL,
    "a_decimal" /* DECIMAL(10, 3) */ TEXT DEFAULT 1.5,
    "a_big_decimal" /* DECIMAL TEXT(28, 8) */ TEXT,
    "a_real" REAL,
    "a_double" /* DOUBLE */ REAL DEFAULT 0.25,
    "a_text" TEXT DEFAULT 'it''s',
    "a_short_text" /* VARCHAR(10) */ TEXT CHECK (length("a_short_text") <= 10),
    "a_char" /* CHAR(3) */ TEXT CHECK (length("a_char") <= 3),
    "bytes" BLOB DEFAULT X'01FF',
    "a_date" /* DATE */ TEXT DEFAULT '2026-03-14',
    "a_time" /* TIME */ TEXT,
    "a_timestamp" /* TIMESTAMPTZ */ TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
    "a_local_timestamp" /* TIMESTAMP */ TEXT,
    "a_guid" /* UUID */ TEXT DEFAULT '00000000-0000-0000-0000-000000000000',
    "a_json" /* JSON TEXT */ TEXT,
    "twice" INT GENERATED ALWAYS AS ("an_int32" * 2) STORED,
    CONSTRAINT "pk_everything" PRIMARY KEY ("an_int64")
) STRICT;
INSERT OR ABORT INTO "_se_new_everything" ("a_boolean", "an_int16", "an_int32", "an_int64", "a_decimal", "a_big_decimal", "a_real", "a_double", "a_text", "a_short_text", "a_char", "bytes", "a_date", "a_time", "a_timestamp", "a_local_timestamp", "a_guid", "a_json")
SELECT "a_boolean", "an_int16", "an_int32", "an_int64", "a_decimal", "a_big_decimal", "a_real", "a_double", "a_text", "a_short_text", "a_char", "bytes", "a_date", "a_time", "a_timestamp", "a_local_timestamp", "a_guid", "a_json"
FROM "everything";
DROP TABLE "everything";
ALTER TABLE "_se_new_everything" RENAME TO "everything";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
