-- customers: AccessExclusive
DROP INDEX "ix_customers_name";

