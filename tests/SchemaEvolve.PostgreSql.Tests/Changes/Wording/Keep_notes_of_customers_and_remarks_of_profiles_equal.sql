CREATE FUNCTION "se_mirror_customers_notes_profiles_remarks"() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $se$
BEGIN
    IF TG_OP = 'INSERT' OR NEW."id" IS DISTINCT FROM OLD."id" THEN
        -- Whoever is writing the partner goes first.
        PERFORM FROM "profiles" AS theirs WHERE theirs."customer" = NEW."id" FOR NO KEY UPDATE;
        IF TG_OP = 'INSERT' AND (NEW."notes" IS NULL) OR TG_OP = 'UPDATE' AND NOT (NEW."notes" IS DISTINCT FROM OLD."notes") THEN
            UPDATE "customers" AS ours SET "notes" = theirs."remarks"
            FROM "profiles" AS theirs
            WHERE ours."id" = NEW."id" AND theirs."customer" = ours."id" AND theirs."remarks" IS NOT NULL AND theirs."remarks" IS DISTINCT FROM ours."notes";
        END IF;
    END IF;
    UPDATE "profiles" AS theirs SET "remarks" = ours."notes"
    FROM "customers" AS ours
    WHERE ours."id" = NEW."id" AND theirs."customer" = ours."id" AND theirs."remarks" IS DISTINCT FROM ours."notes" AND (TG_OP = 'UPDATE' OR ours."notes" IS NOT NULL);
    RETURN NULL;
END
$se$;

COMMENT ON FUNCTION "se_mirror_customers_notes_profiles_remarks"() IS 'Kept by SchemaEvolve, which reads this again:
from "customers" "notes" "id"
to "profiles" "remarks" "customer"
required';

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_mirror_insert_customers_notes_profiles_remarks" AFTER INSERT ON "customers" FOR EACH ROW EXECUTE FUNCTION "se_mirror_customers_notes_profiles_remarks"();

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_mirror_update_customers_notes_profiles_remarks" AFTER UPDATE ON "customers" FOR EACH ROW
WHEN (NEW."notes" IS DISTINCT FROM OLD."notes" OR NEW."id" IS DISTINCT FROM OLD."id")
EXECUTE FUNCTION "se_mirror_customers_notes_profiles_remarks"();

CREATE FUNCTION "se_mirror_profiles_remarks_customers_notes"() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $se$
BEGIN
    IF TG_OP = 'INSERT' OR NEW."customer" IS DISTINCT FROM OLD."customer" THEN
        -- Whoever is writing the partner goes first.
        PERFORM FROM "customers" AS theirs WHERE theirs."id" = NEW."customer" FOR NO KEY UPDATE;
        IF TG_OP = 'INSERT' AND (NEW."remarks" IS NULL) OR TG_OP = 'UPDATE' AND NOT (NEW."remarks" IS DISTINCT FROM OLD."remarks") THEN
            UPDATE "profiles" AS ours SET "remarks" = theirs."notes"
            FROM "customers" AS theirs
            WHERE ours."customer" = NEW."customer" AND theirs."id" = ours."customer" AND theirs."notes" IS NOT NULL AND theirs."notes" IS DISTINCT FROM ours."remarks";
        END IF;
    END IF;
    UPDATE "customers" AS theirs SET "notes" = ours."remarks"
    FROM "profiles" AS ours
    WHERE ours."customer" = NEW."customer" AND theirs."id" = ours."customer" AND theirs."notes" IS DISTINCT FROM ours."remarks" AND (TG_OP = 'UPDATE' OR ours."remarks" IS NOT NULL);
    RETURN NULL;
END
$se$;

COMMENT ON FUNCTION "se_mirror_profiles_remarks_customers_notes"() IS 'Kept by SchemaEvolve, which reads this again:
from "customers" "notes" "id"
to "profiles" "remarks" "customer"
required';

-- profiles: ShareRowExclusive
CREATE TRIGGER "~se_mirror_insert_profiles_remarks_customers_notes" AFTER INSERT ON "profiles" FOR EACH ROW EXECUTE FUNCTION "se_mirror_profiles_remarks_customers_notes"();

-- profiles: ShareRowExclusive
CREATE TRIGGER "~se_mirror_update_profiles_remarks_customers_notes" AFTER UPDATE ON "profiles" FOR EACH ROW
WHEN (NEW."remarks" IS DISTINCT FROM OLD."remarks" OR NEW."customer" IS DISTINCT FROM OLD."customer")
EXECUTE FUNCTION "se_mirror_profiles_remarks_customers_notes"();

