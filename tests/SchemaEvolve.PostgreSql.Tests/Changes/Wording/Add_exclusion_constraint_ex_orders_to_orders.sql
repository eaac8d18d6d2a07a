-- orders: AccessExclusive, scans
ALTER TABLE "orders" ADD CONSTRAINT "ex_orders" EXCLUDE USING "btree" (("placed_at") WITH =) WHERE ("total" > 0);

