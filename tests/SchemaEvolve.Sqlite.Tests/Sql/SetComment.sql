-- Comment on customers
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('table', 'customers', '', 'People');

-- Comment on customers.notes
DELETE FROM "schema_evolve_annotations" WHERE kind = 'column' AND object = 'customers' AND detail = 'notes';

-- Comment on orders.total
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('column', 'orders', 'total', 'In euros, it''s net');
