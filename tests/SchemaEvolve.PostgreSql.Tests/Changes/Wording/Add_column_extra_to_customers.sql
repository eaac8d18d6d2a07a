-- customers: AccessExclusive
ALTER TABLE "customers" ADD COLUMN "extra" jsonb NOT NULL DEFAULT '{}';

-- customers: ShareUpdateExclusive
COMMENT ON COLUMN "customers"."extra" IS 'More';

