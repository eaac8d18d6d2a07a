-- Require customers.phone
ALTER TABLE "customers" ALTER COLUMN "phone" SET NOT NULL;

-- Let customers.points be null
ALTER TABLE "customers" ALTER COLUMN "points" DROP NOT NULL;

-- Require customers.notes
DROP TRIGGER "schema_evolve_inserted_customers";
DROP TRIGGER "schema_evolve_updated_customers";
-- must be empty: Every row of customers has a value in notes.
SELECT * FROM "customers" WHERE "notes" IS NULL;
CREATE TRIGGER "schema_evolve_inserted_customers" AFTER INSERT ON "customers"
BEGIN
    UPDATE "customers" SET "notes" = "phone"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN NOT ("phone" IS NULL) THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
    UPDATE "customers" SET "phone" = trim("notes")
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN "phone" IS NULL THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) END;
    SELECT RAISE(ABORT, 'NOT NULL constraint failed: customers.notes') FROM "customers" WHERE "rowid" IS NEW."rowid" AND "notes" IS NULL;
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
    SELECT RAISE(ABORT, 'NOT NULL constraint failed: customers.notes') FROM "customers" WHERE "rowid" IS NEW."rowid" AND "notes" IS NULL AND OLD."notes" IS NOT NULL;
END;
DELETE FROM "schema_evolve_annotations" WHERE kind IN ('dual write', 'not null') AND object = 'customers';
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('dual write', 'customers', 1, '{"name":"notes_and_phone","up":[{"column":"phone","value":"trim(\"notes\")"}],"down":[{"column":"notes","value":"\"phone\""}]}');
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('not null', 'customers', 'notes', 'by trigger');
