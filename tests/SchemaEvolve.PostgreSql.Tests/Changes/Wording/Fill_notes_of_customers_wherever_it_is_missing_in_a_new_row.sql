SELECT ('Had ' || "points") FROM "customers" WHERE FALSE;

CREATE FUNCTION "se_dual_write_customers"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $se$
#variable_conflict use_column
<<dual_write>>
DECLARE
    "value1" text;
BEGIN
    -- se_new_filled: nobody wrote
    IF TG_OP = 'INSERT' AND NEW."notes" IS NULL THEN
        <<"customers">>
        DECLARE
            "points" text := NEW."points";
        BEGIN
            dual_write."value1" := 'Had ' || "points";
        END;
        NEW."notes" := "value1";
    END IF;
    RETURN NEW;
END
$se$;

COMMENT ON FUNCTION "se_dual_write_customers"() IS 'Kept by SchemaEvolve, which reads this again:
dual write "se_new_filled" new rows only
up "notes" ''Had '' || "points"';

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_insert" BEFORE INSERT ON "customers" FOR EACH ROW EXECUTE FUNCTION "se_dual_write_customers"();

-- customers: ShareRowExclusive
CREATE TRIGGER "~se_dual_write_update" BEFORE UPDATE ON "customers" FOR EACH ROW
WHEN (FALSE)
EXECUTE FUNCTION "se_dual_write_customers"();

