-- Add check ck_orders_total to orders
ALTER TABLE "orders" ADD CONSTRAINT "ck_orders_total" CHECK ("total" >= 0);
