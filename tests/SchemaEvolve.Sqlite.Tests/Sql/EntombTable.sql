-- Set table orders aside as _se_dropped_1_orders
ALTER TABLE "orders" RENAME TO "_se_dropped_1_orders";
