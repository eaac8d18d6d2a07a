-- customers: AccessExclusive
DROP TRIGGER "~se_dual_write_insert" ON "customers";

-- customers: AccessExclusive
DROP TRIGGER "~se_dual_write_update" ON "customers";

DROP FUNCTION "se_dual_write_customers"();

-- customers: AccessExclusive, rewrites
ALTER TABLE "customers" ALTER COLUMN "notes" TYPE varchar(500) USING ("notes")::varchar(500);

CREATE FUNCTION "se_dual_write_customers"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $se$
#variable_conflict use_column
<<dual_write>>
DECLARE
    "value1" varchar(500);
    "value2" text;
BEGIN
    -- phone_notes: the new version wrote
    IF NEW."notes" IS DISTINCT FROM OLD."notes" THEN
        "value2" := NEW."notes"::text;
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
            "value2" := NEW."notes"::text;
            IF TG_OP = 'INSERT' OR NEW."phone" IS DISTINCT FROM "value2" THEN
                NEW."notes" := "value1";
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END
$se$;

COMMENT ON FUNCTION "se_dual_write_customers"() IS 'Kept by SchemaEvolve, which reads this again:
dual write "phone_notes"
up "notes" trim("phone")
down "phone" "notes"';

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_insert" BEFORE INSERT ON "customers" FOR EACH ROW EXECUTE FUNCTION "se_dual_write_customers"();

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_update" BEFORE UPDATE ON "customers" FOR EACH ROW
WHEN (NEW."phone" IS DISTINCT FROM OLD."phone" OR NEW."notes" IS DISTINCT FROM OLD."notes")
EXECUTE FUNCTION "se_dual_write_customers"();

