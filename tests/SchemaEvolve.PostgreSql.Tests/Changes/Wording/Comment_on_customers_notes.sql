-- customers: ShareUpdateExclusive
COMMENT ON COLUMN "customers"."notes" IS NULL;

