-- Drop index ix_customers_name of customers
DROP INDEX "ix_customers_name";

-- Drop index ix_customers_name of customers
DROP INDEX "ix_customers_name";
