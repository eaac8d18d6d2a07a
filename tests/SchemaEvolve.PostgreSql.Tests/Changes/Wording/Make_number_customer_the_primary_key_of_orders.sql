-- orders: AccessExclusive
ALTER TABLE "orders" DROP CONSTRAINT "pk_orders", ADD CONSTRAINT "pk_turned" PRIMARY KEY USING INDEX "pk_turned";

