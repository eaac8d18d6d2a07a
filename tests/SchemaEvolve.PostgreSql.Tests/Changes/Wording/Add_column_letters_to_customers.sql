-- customers: AccessExclusive, rewrites
ALTER TABLE "customers" ADD COLUMN "letters" integer GENERATED ALWAYS AS (length("name")) STORED;

