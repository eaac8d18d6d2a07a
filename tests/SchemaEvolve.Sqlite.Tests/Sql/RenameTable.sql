-- Rename table customers to buyers
ALTER TABLE "customers" RENAME TO "buyers";
UPDATE "schema_evolve_annotations" SET object = 'buyers' WHERE kind IN ('table', 'column', 'dual write', 'not null') AND object = 'customers';

-- Rename table countries to lands
ALTER TABLE "countries" RENAME TO "lands";

-- Rename table customers to buyers
DROP VIEW "clients";
DROP TRIGGER "schema_evolve_inserted_customers";
DROP TRIGGER "schema_evolve_updated_customers";
ALTER TABLE "customers" RENAME TO "buyers";
UPDATE "schema_evolve_annotations" SET object = 'buyers' WHERE kind IN ('table', 'column', 'dual write', 'not null') AND object = 'customers';
UPDATE "schema_evolve_annotations" SET words = 'buyers' WHERE kind = 'alias' AND words = 'customers';
CREATE TRIGGER "schema_evolve_inserted_buyers" AFTER INSERT ON "buyers"
BEGIN
    UPDATE "buyers" SET "notes" = "phone"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN NOT ("phone" IS NULL) THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
    UPDATE "buyers" SET "phone" = trim("notes")
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN "phone" IS NULL THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) END;
END;
CREATE TRIGGER "schema_evolve_updated_buyers" AFTER UPDATE OF "notes", "phone" ON "buyers"
WHEN NEW."notes" COLLATE BINARY IS NOT OLD."notes" OR NEW."phone" COLLATE BINARY IS NOT OLD."phone"
BEGIN
    UPDATE "buyers" SET "notes" = "phone"
    WHERE (NEW."phone" COLLATE BINARY IS NOT OLD."phone") AND "rowid" IS NEW."rowid" AND CASE WHEN "phone" COLLATE BINARY IS NOT OLD."phone" THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
    UPDATE "buyers" SET "phone" = trim("notes")
    WHERE (NEW."notes" COLLATE BINARY IS NOT OLD."notes") AND NOT (NEW."phone" COLLATE BINARY IS NOT OLD."phone") AND "rowid" IS NEW."rowid" AND CASE WHEN ("notes" COLLATE BINARY IS NOT OLD."notes") AND NOT ("phone" COLLATE BINARY IS NOT OLD."phone") THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
    UPDATE "buyers" SET "notes" = "phone"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN ("phone" COLLATE BINARY IS NOT OLD."phone") AND (NOT (NEW."phone" COLLATE BINARY IS NOT OLD."phone") OR "phone" COLLATE BINARY IS NOT NEW."phone") THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
    UPDATE "buyers" SET "phone" = trim("notes")
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN ("notes" COLLATE BINARY IS NOT OLD."notes") AND (NEW."phone" COLLATE BINARY IS NOT OLD."phone" OR "notes" COLLATE BINARY IS NOT NEW."notes") THEN NOT ("phone" COLLATE BINARY IS +(trim("notes"))) AND NOT ("notes" COLLATE BINARY IS +("phone")) END;
END;
CREATE VIEW "clients" AS SELECT "id", "name", "phone", "points", "notes", "country" FROM "buyers";
CREATE TRIGGER "schema_evolve_alias_insert_clients" INSTEAD OF INSERT ON "clients"
BEGIN
    INSERT INTO "buyers" ("id", "name", "phone", "points", "notes", "country") VALUES (NEW."id", NEW."name", NEW."phone", coalesce(NEW."points", '0'), NEW."notes", NEW."country");
END;
CREATE TRIGGER "schema_evolve_alias_update_clients" INSTEAD OF UPDATE ON "clients"
BEGIN
    UPDATE "buyers" SET "id" = NEW."id", "name" = NEW."name", "phone" = NEW."phone", "points" = NEW."points", "notes" = NEW."notes", "country" = NEW."country" WHERE "id" IS OLD."id";
END;
CREATE TRIGGER "schema_evolve_alias_delete_clients" INSTEAD OF DELETE ON "clients"
BEGIN
    DELETE FROM "buyers" WHERE "id" IS OLD."id";
END;
