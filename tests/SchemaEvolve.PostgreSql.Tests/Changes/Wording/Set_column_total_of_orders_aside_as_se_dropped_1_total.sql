-- orders: AccessExclusive
ALTER TABLE "orders" ALTER COLUMN "total" DROP NOT NULL;

-- orders: AccessExclusive
ALTER TABLE "orders" RENAME COLUMN "total" TO "_se_dropped_1_total";

