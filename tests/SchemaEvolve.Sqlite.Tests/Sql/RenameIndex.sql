-- Rename index ix_customers_name of customers to ix_by_name
DROP INDEX "ix_customers_name";
CREATE INDEX "ix_by_name" ON "customers" ("name", "phone" DESC);
