-- customers: AccessExclusive, rewrites
ALTER TABLE "customers" ALTER COLUMN "phone" TYPE numeric(8,2) USING (length("phone") + "phone"::numeric)::numeric(8,2);

