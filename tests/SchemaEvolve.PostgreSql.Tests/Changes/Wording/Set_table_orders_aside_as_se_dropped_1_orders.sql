-- orders: AccessExclusive
ALTER TABLE "orders" RENAME TO "_se_dropped_1_orders";

