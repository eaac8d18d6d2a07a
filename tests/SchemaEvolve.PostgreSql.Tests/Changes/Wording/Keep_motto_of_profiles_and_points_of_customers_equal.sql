CREATE FUNCTION "se_mirror_customers_points_profiles_motto"() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $se$
BEGIN
    IF TG_OP = 'INSERT' OR NEW."id" IS DISTINCT FROM OLD."id" THEN
        -- Whoever is writing the partner goes first.
        PERFORM FROM "profiles" AS theirs WHERE theirs."customer" = NEW."id" FOR NO KEY UPDATE;
        IF TG_OP = 'INSERT' AND (NEW."points" IS NULL OR NOT (NEW."points" IS DISTINCT FROM ('0')::text)) OR TG_OP = 'UPDATE' AND NOT (NEW."points" IS DISTINCT FROM OLD."points") THEN
            UPDATE "customers" AS ours SET "points" = theirs."motto"
            FROM "profiles" AS theirs
            WHERE ours."id" = NEW."id" AND theirs."customer" = ours."id" AND theirs."motto" IS NOT NULL AND theirs."motto" IS DISTINCT FROM ours."points";
        END IF;
    END IF;
    UPDATE "profiles" AS theirs SET "motto" = ours."points"
    FROM "customers" AS ours
    WHERE ours."id" = NEW."id" AND theirs."customer" = ours."id" AND theirs."motto" IS DISTINCT FROM ours."points" AND (TG_OP = 'UPDATE' OR ours."points" IS NOT NULL);
    RETURN NULL;
END
$se$;

COMMENT ON FUNCTION "se_mirror_customers_points_profiles_motto"() IS 'Kept by SchemaEvolve, which reads this again:
from "profiles" "motto" "customer"
to "customers" "points" "id"';

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_mirror_insert_customers_points_profiles_motto" AFTER INSERT ON "customers" FOR EACH ROW EXECUTE FUNCTION "se_mirror_customers_points_profiles_motto"();

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_mirror_update_customers_points_profiles_motto" AFTER UPDATE ON "customers" FOR EACH ROW
WHEN (NEW."points" IS DISTINCT FROM OLD."points" OR NEW."id" IS DISTINCT FROM OLD."id")
EXECUTE FUNCTION "se_mirror_customers_points_profiles_motto"();

CREATE FUNCTION "se_mirror_profiles_motto_customers_points"() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $se$
BEGIN
    IF TG_OP = 'INSERT' OR NEW."customer" IS DISTINCT FROM OLD."customer" THEN
        -- Whoever is writing the partner goes first.
        PERFORM FROM "customers" AS theirs WHERE theirs."id" = NEW."customer" FOR NO KEY UPDATE;
        IF TG_OP = 'INSERT' AND (NEW."motto" IS NULL) OR TG_OP = 'UPDATE' AND NOT (NEW."motto" IS DISTINCT FROM OLD."motto") THEN
            UPDATE "profiles" AS ours SET "motto" = theirs."points"
            FROM "customers" AS theirs
            WHERE ours."customer" = NEW."customer" AND theirs."id" = ours."customer" AND theirs."points" IS NOT NULL AND theirs."points" IS DISTINCT FROM ours."motto";
        END IF;
    END IF;
    UPDATE "customers" AS theirs SET "points" = ours."motto"
    FROM "profiles" AS ours
    WHERE ours."customer" = NEW."customer" AND theirs."id" = ours."customer" AND theirs."points" IS DISTINCT FROM ours."motto" AND (TG_OP = 'UPDATE' OR ours."motto" IS NOT NULL);
    RETURN NULL;
END
$se$;

COMMENT ON FUNCTION "se_mirror_profiles_motto_customers_points"() IS 'Kept by SchemaEvolve, which reads this again:
from "profiles" "motto" "customer"
to "customers" "points" "id"';

-- profiles: ShareRowExclusive
CREATE TRIGGER "~se_mirror_insert_profiles_motto_customers_points" AFTER INSERT ON "profiles" FOR EACH ROW EXECUTE FUNCTION "se_mirror_profiles_motto_customers_points"();

-- profiles: ShareRowExclusive
CREATE TRIGGER "~se_mirror_update_profiles_motto_customers_points" AFTER UPDATE ON "profiles" FOR EACH ROW
WHEN (NEW."motto" IS DISTINCT FROM OLD."motto" OR NEW."customer" IS DISTINCT FROM OLD."customer")
EXECUTE FUNCTION "se_mirror_profiles_motto_customers_points"();

