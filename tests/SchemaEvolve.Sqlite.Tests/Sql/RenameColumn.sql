-- Rename column name of customers to full_name
ALTER TABLE "customers" RENAME COLUMN "name" TO "full_name";

-- Rename column code of countries to iso
ALTER TABLE "countries" RENAME COLUMN "code" TO "iso";

-- Rename column country of customers to land
DROP VIEW "clients";
ALTER TABLE "customers" RENAME COLUMN "country" TO "land";
CREATE VIEW "clients" AS SELECT "id", "name", "phone", "points", "notes", "land" FROM "customers";
CREATE TRIGGER "schema_evolve_alias_insert_clients" INSTEAD OF INSERT ON "clients"
BEGIN
    INSERT INTO "customers" ("id", "name", "phone", "points", "notes", "land") VALUES (NEW."id", NEW."name", NEW."phone", coalesce(NEW."points", '0'), NEW."notes", NEW."land");
END;
CREATE TRIGGER "schema_evolve_alias_update_clients" INSTEAD OF UPDATE ON "clients"
BEGIN
    UPDATE "customers" SET "id" = NEW."id", "name" = NEW."name", "phone" = NEW."phone", "points" = NEW."points", "notes" = NEW."notes", "land" = NEW."land" WHERE "id" IS OLD."id";
END;
CREATE TRIGGER "schema_evolve_alias_delete_clients" INSTEAD OF DELETE ON "clients"
BEGIN
    DELETE FROM "customers" WHERE "id" IS OLD."id";
END;

-- Rename column code of countries to iso
ALTER TABLE "countries" RENAME COLUMN "code" TO "iso";
