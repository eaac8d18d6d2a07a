-- Let customers answer to clients too
CREATE VIEW "clients" AS SELECT "id", "name", "phone", "points", "notes", "country" FROM "customers";
CREATE TRIGGER "schema_evolve_alias_insert_clients" INSTEAD OF INSERT ON "clients"
BEGIN
    INSERT INTO "customers" ("id", "name", "phone", "points", "notes", "country") VALUES (NEW."id", NEW."name", NEW."phone", coalesce(NEW."points", '0'), NEW."notes", NEW."country");
END;
CREATE TRIGGER "schema_evolve_alias_update_clients" INSTEAD OF UPDATE ON "clients"
BEGIN
    UPDATE "customers" SET "id" = NEW."id", "name" = NEW."name", "phone" = NEW."phone", "points" = NEW."points", "notes" = NEW."notes", "country" = NEW."country" WHERE "id" IS OLD."id";
END;
CREATE TRIGGER "schema_evolve_alias_delete_clients" INSTEAD OF DELETE ON "clients"
BEGIN
    DELETE FROM "customers" WHERE "id" IS OLD."id";
END;
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('alias', 'clients', '', 'customers');
