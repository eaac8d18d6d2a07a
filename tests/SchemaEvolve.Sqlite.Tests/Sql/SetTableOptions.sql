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

-- Make countries STRICT
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TEMP TABLE "_se_broken_before" AS
SELECT child, id, parent, count(*) AS times
FROM (SELECT "table" AS child, "rowid" AS id, "parent" AS parent FROM pragma_foreign_key_check('customers'))
GROUP BY child, id, parent;
CREATE TABLE "_se_new_countries" (
    "code" TEXT NOT NULL CHECK (length("code") <= 2),
    "name" TEXT NOT NULL,
    CONSTRAINT "pk_countries" PRIMARY KEY ("code")
) STRICT;
INSERT OR ABORT INTO "_se_new_countries" ("rowid", "code", "name")
SELECT "rowid", "code", "name"
FROM "countries";
DROP TABLE "countries";
ALTER TABLE "_se_new_countries" RENAME TO "countries";
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
