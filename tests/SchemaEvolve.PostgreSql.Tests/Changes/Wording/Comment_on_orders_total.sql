-- orders: ShareUpdateExclusive
COMMENT ON COLUMN "orders"."total" IS 'In euros, it''s net';

