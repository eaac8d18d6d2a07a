-- orders: AccessExclusive
DROP TABLE "orders";

