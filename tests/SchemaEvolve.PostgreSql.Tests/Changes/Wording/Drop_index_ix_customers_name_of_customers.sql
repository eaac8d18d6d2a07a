-- In no transaction
-- customers: ShareUpdateExclusive
DROP INDEX CONCURRENTLY "ix_customers_name";

