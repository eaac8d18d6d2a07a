-- Drop table orders
DROP TABLE "orders";
