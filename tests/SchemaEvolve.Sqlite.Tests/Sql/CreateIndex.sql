-- Create index ix_orders_placed on orders
CREATE INDEX "ix_orders_placed" ON "orders" ("placed_at" DESC, "customer");

-- Create unique index ix_lower on customers
CREATE UNIQUE INDEX "ix_lower" ON "customers" ((lower("name"))) WHERE "name" <> 'x';

-- Create index ix_collated on customers
CREATE INDEX "ix_collated" ON "customers" ("name" COLLATE "NOCASE" DESC);
