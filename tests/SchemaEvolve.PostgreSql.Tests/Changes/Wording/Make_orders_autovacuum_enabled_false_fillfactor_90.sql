-- orders: ShareUpdateExclusive
ALTER TABLE "orders" SET (autovacuum_enabled=false, fillfactor=90);

