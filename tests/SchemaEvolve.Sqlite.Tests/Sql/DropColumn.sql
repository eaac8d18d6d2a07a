-- Drop column notes from customers
ALTER TABLE "customers" DROP COLUMN "notes";
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
DELETE FROM "schema_evolve_annotations" WHERE kind = 'column' AND object = 'customers' AND detail = 'notes';
