-- customers: AccessExclusive
DROP TRIGGER "~se_dual_write_insert" ON "customers";

-- customers: AccessExclusive
DROP TRIGGER "~se_dual_write_update" ON "customers";

DROP FUNCTION "se_dual_write_customers"();

SELECT (coalesce("country", 'none')), (nullif("points", 'none')) FROM "customers" WHERE FALSE;

CREATE FUNCTION "se_dual_write_customers"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $se$
#variable_conflict use_column
<<dual_write>>
DECLARE
    "value1" text;
    "value2" text;
    "value3" text;
    "value4" char(2);
BEGIN
    -- country_points: the new version wrote
    IF NEW."points" IS DISTINCT FROM OLD."points" THEN
        <<"customers">>
        DECLARE
            "points" text := NEW."points";
        BEGIN
            dual_write."value4" := nullif("points", 'none');
        END;
        IF NEW."country" IS DISTINCT FROM "value4" THEN
            <<"customers">>
            DECLARE
                "country" char(2) := NEW."country";
            BEGIN
                dual_write."value3" := coalesce("country", 'none');
            END;
            IF NEW."points" IS DISTINCT FROM "value3" THEN
                NEW."country" := "value4";
            END IF;
        END IF;
    END IF;
    -- phone_notes: the new version wrote
    IF NEW."notes" IS DISTINCT FROM OLD."notes" THEN
        "value2" := NEW."notes";
        IF NEW."phone" IS DISTINCT FROM "value2" THEN
            <<"customers">>
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
        <<"customers">>
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
    -- country_points: the old version wrote
    IF (NEW."country" IS DISTINCT FROM OLD."country" OR TG_OP = 'INSERT') AND NOT (NEW."points" IS DISTINCT FROM OLD."points") THEN
        <<"customers">>
        DECLARE
            "country" char(2) := NEW."country";
        BEGIN
            dual_write."value3" := coalesce("country", 'none');
        END;
        IF NEW."points" IS DISTINCT FROM "value3" THEN
            <<"customers">>
            DECLARE
                "points" text := NEW."points";
            BEGIN
                dual_write."value4" := nullif("points", 'none');
            END;
            IF TG_OP = 'INSERT' OR NEW."country" IS DISTINCT FROM "value4" THEN
                NEW."points" := "value3";
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END
$se$;

COMMENT ON FUNCTION "se_dual_write_customers"() IS 'Kept by SchemaEvolve, which reads this again:
dual write "phone_notes"
up "notes" trim("phone")
down "phone" "notes"
dual write "country_points"
up "points" coalesce("country", ''none'')
down "country" nullif("points", ''none'')';

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_insert" BEFORE INSERT ON "customers" FOR EACH ROW EXECUTE FUNCTION "se_dual_write_customers"();

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_update" BEFORE UPDATE ON "customers" FOR EACH ROW
WHEN (NEW."phone" IS DISTINCT FROM OLD."phone" OR NEW."notes" IS DISTINCT FROM OLD."notes" OR NEW."country" IS DISTINCT FROM OLD."country" OR NEW."points" IS DISTINCT FROM OLD."points")
EXECUTE FUNCTION "se_dual_write_customers"();

