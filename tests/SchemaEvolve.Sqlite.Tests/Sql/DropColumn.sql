-- Drop column notes from customers
ALTER TABLE "customers" DROP COLUMN "notes";
DELETE FROM "schema_evolve_annotations" WHERE kind = 'column' AND object = 'customers' AND detail = 'notes';

-- Drop column country from customers
DROP VIEW "clients";
ALTER TABLE "customers" DROP COLUMN "country";
CREATE VIEW "clients" AS SELECT "id", "name", "phone", "points", "notes" FROM "customers";
CREATE TRIGGER "schema_evolve_alias_insert_clients" INSTEAD OF INSERT ON "clients"
BEGIN
    INSERT INTO "customers" ("id", "name", "phone", "points", "notes") VALUES (NEW."id", NEW."name", NEW."phone", coalesce(NEW."points", '0'), NEW."notes");
END;
CREATE TRIGGER "schema_evolve_alias_update_clients" INSTEAD OF UPDATE ON "clients"
BEGIN
    UPDATE "customers" SET "id" = NEW."id", "name" = NEW."name", "phone" = NEW."phone", "points" = NEW."points", "notes" = NEW."notes" WHERE "id" IS OLD."id";
END;
CREATE TRIGGER "schema_evolve_alias_delete_clients" INSTEAD OF DELETE ON "clients"
BEGIN
    DELETE FROM "customers" WHERE "id" IS OLD."id";
END;
EXPLAIN INSERT INTO "customers" DEFAULT VALUES;
EXPLAIN UPDATE "customers" SET "id" = "id", "name" = "name", "phone" = "phone", "points" = "points", "notes" = "notes";
EXPLAIN DELETE FROM "customers";
