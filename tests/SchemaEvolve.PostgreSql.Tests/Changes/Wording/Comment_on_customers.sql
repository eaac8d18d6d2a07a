-- customers: ShareUpdateExclusive
COMMENT ON TABLE "customers" IS 'People';

