SELECT (trim("phone")), (nullif("notes", 'it''s none')) FROM "customers" WHERE FALSE;

CREATE FUNCTION "se_dual_write_customers"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $se$
#variable_conflict use_column
<<dual_write>>
DECLARE
    "value1" text;
    "value2" text;
BEGIN
    -- se_phone_notes: the new version wrote
    IF NEW."notes" IS DISTINCT FROM OLD."notes" THEN
        <<"customers">>
        DECLARE
            "notes" text := NEW."notes";
        BEGIN
            dual_write."value2" := nullif("notes", 'it''s none');
        END;
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
    -- se_phone_notes: the old version wrote
    IF (NEW."phone" IS DISTINCT FROM OLD."phone" OR TG_OP = 'INSERT') AND NOT (NEW."notes" IS DISTINCT FROM OLD."notes") THEN
        <<"customers">>
        DECLARE
            "phone" text := NEW."phone";
        BEGIN
            dual_write."value1" := trim("phone");
        END;
        IF NEW."notes" IS DISTINCT FROM "value1" THEN
            <<"customers">>
            DECLARE
                "notes" text := NEW."notes";
            BEGIN
                dual_write."value2" := nullif("notes", 'it''s none');
            END;
            IF TG_OP = 'INSERT' OR NEW."phone" IS DISTINCT FROM "value2" THEN
                NEW."notes" := "value1";
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END
$se$;

COMMENT ON FUNCTION "se_dual_write_customers"() IS 'Kept by SchemaEvolve, which reads this again:
dual write "se_phone_notes"
up "notes" trim("phone")
down "phone" nullif("notes", ''it''''s none'')';

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_insert" BEFORE INSERT ON "customers" FOR EACH ROW EXECUTE FUNCTION "se_dual_write_customers"();

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_update" BEFORE UPDATE ON "customers" FOR EACH ROW
WHEN (NEW."phone" IS DISTINCT FROM OLD."phone" OR NEW."notes" IS DISTINCT FROM OLD."notes")
EXECUTE FUNCTION "se_dual_write_customers"();

