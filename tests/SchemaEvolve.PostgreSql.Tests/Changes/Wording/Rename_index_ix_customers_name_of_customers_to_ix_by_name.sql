ALTER INDEX "ix_customers_name" RENAME TO "ix_by_name";

