-- Drop table orders
DROP TABLE "orders";

-- Drop table orders
DROP TABLE "orders";
