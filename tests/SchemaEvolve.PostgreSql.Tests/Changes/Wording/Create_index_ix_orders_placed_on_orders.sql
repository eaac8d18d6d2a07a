-- In no transaction
-- orders: ShareUpdateExclusive, scans
CREATE INDEX CONCURRENTLY "ix_orders_placed" ON "orders" ("placed_at" DESC, "customer");

