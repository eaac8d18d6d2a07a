-- orders: AccessExclusive, rewrites
ALTER TABLE "orders" SET UNLOGGED;

