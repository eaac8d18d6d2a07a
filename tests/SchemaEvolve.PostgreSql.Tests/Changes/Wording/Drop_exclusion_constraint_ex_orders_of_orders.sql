-- orders: AccessExclusive
ALTER TABLE "orders" DROP CONSTRAINT "ex_orders";

