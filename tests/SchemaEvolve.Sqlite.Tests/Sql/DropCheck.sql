-- Drop check ck_customers_name of customers
ALTER TABLE "customers" DROP CONSTRAINT "ck_customers_name";
