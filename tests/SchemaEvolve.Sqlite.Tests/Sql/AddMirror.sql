-- Keep notes of customers and remarks of profiles equal
CREATE TRIGGER "schema_evolve_mirror_inserted_customers_notes_profiles_remarks" AFTER INSERT ON "customers"
BEGIN
    UPDATE "customers" SET "notes" = (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."id")
    WHERE "id" = NEW."id" AND "notes" IS NULL AND (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."id") IS NOT NULL AND "notes" COLLATE BINARY IS NOT (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."id");
    UPDATE "profiles" SET "remarks" = (SELECT "notes" FROM "customers" WHERE "id" = NEW."id")
    WHERE "customer" = NEW."id" AND "remarks" COLLATE BINARY IS NOT (SELECT "notes" FROM "customers" WHERE "id" = NEW."id") AND (SELECT "notes" FROM "customers" WHERE "id" = NEW."id") IS NOT NULL;
END;
CREATE TRIGGER "schema_evolve_mirror_updated_customers_notes_profiles_remarks" AFTER UPDATE OF "notes", "id" ON "customers"
WHEN NEW."notes" COLLATE BINARY IS NOT OLD."notes" OR NEW."id" COLLATE BINARY IS NOT OLD."id"
BEGIN
    UPDATE "customers" SET "notes" = (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."id")
    WHERE "id" = NEW."id" AND "notes" COLLATE BINARY IS OLD."notes" AND (NEW."id" COLLATE BINARY IS NOT OLD."id") AND (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."id") IS NOT NULL AND "notes" COLLATE BINARY IS NOT (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."id");
    UPDATE "profiles" SET "remarks" = (SELECT "notes" FROM "customers" WHERE "id" = NEW."id")
    WHERE "customer" = NEW."id" AND "remarks" COLLATE BINARY IS NOT (SELECT "notes" FROM "customers" WHERE "id" = NEW."id");
END;
CREATE TRIGGER "schema_evolve_mirror_inserted_profiles_remarks_customers_notes" AFTER INSERT ON "profiles"
BEGIN
    UPDATE "profiles" SET "remarks" = (SELECT "notes" FROM "customers" WHERE "id" = NEW."customer")
    WHERE "customer" = NEW."customer" AND "remarks" IS NULL AND (SELECT "notes" FROM "customers" WHERE "id" = NEW."customer") IS NOT NULL AND "remarks" COLLATE BINARY IS NOT (SELECT "notes" FROM "customers" WHERE "id" = NEW."customer");
    UPDATE "customers" SET "notes" = (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."customer")
    WHERE "id" = NEW."customer" AND "notes" COLLATE BINARY IS NOT (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."customer") AND (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."customer") IS NOT NULL;
END;
CREATE TRIGGER "schema_evolve_mirror_updated_profiles_remarks_customers_notes" AFTER UPDATE OF "remarks", "customer" ON "profiles"
WHEN NEW."remarks" COLLATE BINARY IS NOT OLD."remarks" OR NEW."customer" COLLATE BINARY IS NOT OLD."customer"
BEGIN
    UPDATE "profiles" SET "remarks" = (SELECT "notes" FROM "customers" WHERE "id" = NEW."customer")
    WHERE "customer" = NEW."customer" AND "remarks" COLLATE BINARY IS OLD."remarks" AND (NEW."customer" COLLATE BINARY IS NOT OLD."customer") AND (SELECT "notes" FROM "customers" WHERE "id" = NEW."customer") IS NOT NULL AND "remarks" COLLATE BINARY IS NOT (SELECT "notes" FROM "customers" WHERE "id" = NEW."customer");
    UPDATE "customers" SET "notes" = (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."customer")
    WHERE "id" = NEW."customer" AND "notes" COLLATE BINARY IS NOT (SELECT "remarks" FROM "profiles" WHERE "customer" = NEW."customer");
END;
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('mirror', 'se_mirror_customers_notes_profiles_remarks', '', '{"from":{"table":"customers","column":"notes","key":["id"]},"to":{"table":"profiles","column":"remarks","key":["customer"]},"required":true}');
EXPLAIN INSERT INTO "customers" DEFAULT VALUES;
EXPLAIN UPDATE "customers" SET "id" = "id", "name" = "name", "phone" = "phone", "points" = "points", "notes" = "notes", "country" = "country";
EXPLAIN DELETE FROM "customers";
EXPLAIN INSERT INTO "profiles" DEFAULT VALUES;
EXPLAIN UPDATE "profiles" SET "customer" = "customer", "motto" = "motto", "remarks" = "remarks";
EXPLAIN DELETE FROM "profiles";

-- Keep motto of profiles and points of customers equal
CREATE TRIGGER "schema_evolve_mirror_inserted_profiles_motto_customers_points" AFTER INSERT ON "profiles"
BEGIN
    UPDATE "profiles" SET "motto" = (SELECT "points" FROM "customers" WHERE "id" = NEW."customer")
    WHERE "customer" = NEW."customer" AND "motto" IS NULL AND (SELECT "points" FROM "customers" WHERE "id" = NEW."customer") IS NOT NULL AND "motto" COLLATE BINARY IS NOT (SELECT "points" FROM "customers" WHERE "id" = NEW."customer");
    UPDATE "customers" SET "points" = (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."customer")
    WHERE "id" = NEW."customer" AND "points" COLLATE BINARY IS NOT (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."customer") AND (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."customer") IS NOT NULL;
END;
CREATE TRIGGER "schema_evolve_mirror_updated_profiles_motto_customers_points" AFTER UPDATE OF "motto", "customer" ON "profiles"
WHEN NEW."motto" COLLATE BINARY IS NOT OLD."motto" OR NEW."customer" COLLATE BINARY IS NOT OLD."customer"
BEGIN
    UPDATE "profiles" SET "motto" = (SELECT "points" FROM "customers" WHERE "id" = NEW."customer")
    WHERE "customer" = NEW."customer" AND "motto" COLLATE BINARY IS OLD."motto" AND (NEW."customer" COLLATE BINARY IS NOT OLD."customer") AND (SELECT "points" FROM "customers" WHERE "id" = NEW."customer") IS NOT NULL AND "motto" COLLATE BINARY IS NOT (SELECT "points" FROM "customers" WHERE "id" = NEW."customer");
    UPDATE "customers" SET "points" = (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."customer")
    WHERE "id" = NEW."customer" AND "points" COLLATE BINARY IS NOT (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."customer");
END;
CREATE TRIGGER "schema_evolve_mirror_inserted_customers_points_profiles_motto" AFTER INSERT ON "customers"
BEGIN
    UPDATE "customers" SET "points" = (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."id")
    WHERE "id" = NEW."id" AND ("points" IS NULL OR "points" COLLATE BINARY IS +('0')) AND (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."id") IS NOT NULL AND "points" COLLATE BINARY IS NOT (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."id");
    UPDATE "profiles" SET "motto" = (SELECT "points" FROM "customers" WHERE "id" = NEW."id")
    WHERE "customer" = NEW."id" AND "motto" COLLATE BINARY IS NOT (SELECT "points" FROM "customers" WHERE "id" = NEW."id") AND (SELECT "points" FROM "customers" WHERE "id" = NEW."id") IS NOT NULL;
END;
CREATE TRIGGER "schema_evolve_mirror_updated_customers_points_profiles_motto" AFTER UPDATE OF "points", "id" ON "customers"
WHEN NEW."points" COLLATE BINARY IS NOT OLD."points" OR NEW."id" COLLATE BINARY IS NOT OLD."id"
BEGIN
    UPDATE "customers" SET "points" = (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."id")
    WHERE "id" = NEW."id" AND "points" COLLATE BINARY IS OLD."points" AND (NEW."id" COLLATE BINARY IS NOT OLD."id") AND (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."id") IS NOT NULL AND "points" COLLATE BINARY IS NOT (SELECT "motto" FROM "profiles" WHERE "customer" = NEW."id");
    UPDATE "profiles" SET "motto" = (SELECT "points" FROM "customers" WHERE "id" = NEW."id")
    WHERE "customer" = NEW."id" AND "motto" COLLATE BINARY IS NOT (SELECT "points" FROM "customers" WHERE "id" = NEW."id");
END;
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('mirror', 'se_mirror_profiles_motto_customers_points', '', '{"from":{"table":"profiles","column":"motto","key":["customer"]},"to":{"table":"customers","column":"points","key":["id"]},"required":false}');
EXPLAIN INSERT INTO "customers" DEFAULT VALUES;
EXPLAIN UPDATE "customers" SET "id" = "id", "name" = "name", "phone" = "phone", "points" = "points", "notes" = "notes", "country" = "country";
EXPLAIN DELETE FROM "customers";
EXPLAIN INSERT INTO "profiles" DEFAULT VALUES;
EXPLAIN UPDATE "profiles" SET "customer" = "customer", "motto" = "motto", "remarks" = "remarks";
EXPLAIN DELETE FROM "profiles";
