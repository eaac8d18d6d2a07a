-- customers: AccessExclusive
DROP TRIGGER "~se_dual_write_insert" ON "customers";

-- customers: AccessExclusive
DROP TRIGGER "~se_dual_write_update" ON "customers";

DROP FUNCTION "se_dual_write_customers"();

-- customers: AccessExclusive
ALTER TABLE "customers" RENAME TO "guests";

CREATE FUNCTION "se_dual_write_guests"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $se$
#variable_conflict use_column
<<dual_write>>
DECLARE
    "value1" text;
    "value2" text;
BEGIN
    -- phone_notes: the new version wrote
    IF NEW."notes" IS DISTINCT FROM OLD."notes" THEN
        "value2" := NEW."notes";
        IF NEW."phone" IS DISTINCT FROM "value2" THEN
            <<"guests">>
            DECLARE
                "phone" text := NEW."phone";
            BEGIN
                dual_write."value1" := trim("phone");
            END;
            IF NEW."notes" IS DISTINCT FROM "value1" THEN
                NEW."phone" := "value2";
            END IF;
        END IF;
    END IF;
    -- phone_notes: the old version wrote
    IF (NEW."phone" IS DISTINCT FROM OLD."phone" OR TG_OP = 'INSERT') AND NOT (NEW."notes" IS DISTINCT FROM OLD."notes") THEN
        <<"guests">>
        DECLARE
            "phone" text := NEW."phone";
        BEGIN
            dual_write."value1" := trim("phone");
        END;
        IF NEW."notes" IS DISTINCT FROM "value1" THEN
            "value2" := NEW."notes";
            IF TG_OP = 'INSERT' OR NEW."phone" IS DISTINCT FROM "value2" THEN
                NEW."notes" := "value1";
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END
$se$;

COMMENT ON FUNCTION "se_dual_write_guests"() IS 'Kept by SchemaEvolve, which reads this again:
dual write "phone_notes"
up "notes" trim("phone")
down "phone" "notes"';

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_insert" BEFORE INSERT ON "guests" FOR EACH ROW EXECUTE FUNCTION "se_dual_write_guests"();

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_update" BEFORE UPDATE ON "guests" FOR EACH ROW
WHEN (NEW."phone" IS DISTINCT FROM OLD."phone" OR NEW."notes" IS DISTINCT FROM OLD."notes")
EXECUTE FUNCTION "se_dual_write_guests"();

