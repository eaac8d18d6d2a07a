-- Drop the primary key of orders
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_orders" (
    "customer" BIGINT NOT NULL,
    "number" INT NOT NULL,
    "total" DECIMAL(12, 2) NOT NULL DEFAULT 0,
    "placed_at" TIMESTAMPTZ
);
INSERT OR ABORT INTO "_se_new_orders" ("rowid", "customer", "number", "total", "placed_at")
SELECT "rowid", "customer", "number", "total", "placed_at"
FROM "orders";
DROP TABLE "orders";
ALTER TABLE "_se_new_orders" RENAME TO "orders";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;

-- Make (number) the primary key of orders
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
-- must be empty: Foreign keys are off while a table is copied.
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys;
CREATE TABLE "_se_new_orders" (
    "customer" BIGINT NOT NULL,
    "number" INT NOT NULL,
    "total" DECIMAL(12, 2) NOT NULL DEFAULT 0,
    "placed_at" TIMESTAMPTZ,
    CONSTRAINT "pk_by_number" PRIMARY KEY ("number")
);
INSERT OR ABORT INTO "_se_new_orders" ("rowid", "customer", "number", "total", "placed_at")
SELECT "rowid", "customer", "number", "total", "placed_at"
FROM "orders";
DROP TABLE "orders";
ALTER TABLE "_se_new_orders" RENAME TO "orders";
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
