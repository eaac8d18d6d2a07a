-- Keep phone and notes of customers in step
CREATE TRIGGER "schema_evolve_inserted_customers" AFTER INSERT ON "customers"
BEGIN
    UPDATE "customers" SET "phone" = nullif("notes", 'it''s none')
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN NOT ("notes" IS NULL) THEN NOT ("notes" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +(nullif("notes", 'it''s none'))) END;
    UPDATE "customers" SET "notes" = trim("phone")
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN "notes" IS NULL THEN NOT ("notes" COLLATE BINARY IS +(trim("phone"))) END;
END;
CREATE TRIGGER "schema_evolve_updated_customers" AFTER UPDATE OF "phone", "notes" ON "customers"
WHEN NEW."phone" COLLATE BINARY IS NOT OLD."phone" OR NEW."notes" COLLATE BINARY IS NOT OLD."notes"
BEGIN
    UPDATE "customers" SET "phone" = nullif("notes", 'it''s none')
    WHERE (NEW."notes" COLLATE BINARY IS NOT OLD."notes") AND "rowid" IS NEW."rowid" AND CASE WHEN "notes" COLLATE BINARY IS NOT OLD."notes" THEN NOT ("notes" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +(nullif("notes", 'it''s none'))) END;
    UPDATE "customers" SET "notes" = trim("phone")
    WHERE (NEW."phone" COLLATE BINARY IS NOT OLD."phone") AND NOT (NEW."notes" COLLATE BINARY IS NOT OLD."notes") AND "rowid" IS NEW."rowid" AND CASE WHEN ("phone" COLLATE BINARY IS NOT OLD."phone") AND NOT ("notes" COLLATE BINARY IS NOT OLD."notes") THEN NOT ("notes" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +(nullif("notes", 'it''s none'))) END;
    UPDATE "customers" SET "phone" = nullif("notes", 'it''s none')
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN ("notes" COLLATE BINARY IS NOT OLD."notes") AND (NOT (NEW."notes" COLLATE BINARY IS NOT OLD."notes") OR "notes" COLLATE BINARY IS NOT NEW."notes") THEN NOT ("notes" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +(nullif("notes", 'it''s none'))) END;
    UPDATE "customers" SET "notes" = trim("phone")
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN ("phone" COLLATE BINARY IS NOT OLD."phone") AND (NEW."notes" COLLATE BINARY IS NOT OLD."notes" OR "phone" COLLATE BINARY IS NOT NEW."phone") THEN NOT ("notes" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +(nullif("notes", 'it''s none'))) END;
END;
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('dual write', 'customers', 1, '{"name":"se_phone_notes","up":[{"column":"notes","value":"trim(\"phone\")"}],"down":[{"column":"phone","value":"nullif(\"notes\", ''it''''s none'')"}]}');
EXPLAIN INSERT INTO "customers" DEFAULT VALUES;
EXPLAIN UPDATE "customers" SET "id" = "id", "name" = "name", "phone" = "phone", "points" = "points", "notes" = "notes", "country" = "country";
EXPLAIN DELETE FROM "customers";

-- Fill notes of customers wherever it is missing
CREATE TRIGGER "schema_evolve_inserted_customers" AFTER INSERT ON "customers"
BEGIN
    UPDATE "customers" SET "notes" = 'Has ' || "points"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN "notes" IS NULL THEN NOT ("notes" COLLATE BINARY IS +('Has ' || "points")) END;
END;
CREATE TRIGGER "schema_evolve_updated_customers" AFTER UPDATE ON "customers"
WHEN NEW."notes" COLLATE BINARY IS NOT OLD."notes" OR (NEW."notes" IS NULL)
BEGIN
    UPDATE "customers" SET "notes" = 'Has ' || "points"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN "notes" IS NULL THEN NOT ("notes" COLLATE BINARY IS +('Has ' || "points")) END;
END;
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('dual write', 'customers', 1, '{"name":"se_points_filled","up":[{"column":"notes","value":"''Has '' || \"points\""}],"down":[]}');
EXPLAIN INSERT INTO "customers" DEFAULT VALUES;
EXPLAIN UPDATE "customers" SET "id" = "id", "name" = "name", "phone" = "phone", "points" = "points", "notes" = "notes", "country" = "country";
EXPLAIN DELETE FROM "customers";

-- Fill notes of customers wherever it is missing in a new row
CREATE TRIGGER "schema_evolve_inserted_customers" AFTER INSERT ON "customers"
BEGIN
    UPDATE "customers" SET "notes" = 'Had ' || "points"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN "notes" IS NULL THEN NOT ("notes" COLLATE BINARY IS +('Had ' || "points")) END;
END;
CREATE TRIGGER "schema_evolve_updated_customers" AFTER UPDATE OF "notes" ON "customers"
WHEN NEW."notes" COLLATE BINARY IS NOT OLD."notes"
BEGIN
    SELECT NULL;
END;
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('dual write', 'customers', 1, '{"name":"se_new_filled","up":[{"column":"notes","value":"''Had '' || \"points\""}],"down":[],"newRowsOnly":true}');
EXPLAIN INSERT INTO "customers" DEFAULT VALUES;
EXPLAIN UPDATE "customers" SET "id" = "id", "name" = "name", "phone" = "phone", "points" = "points", "notes" = "notes", "country" = "country";
EXPLAIN DELETE FROM "customers";
