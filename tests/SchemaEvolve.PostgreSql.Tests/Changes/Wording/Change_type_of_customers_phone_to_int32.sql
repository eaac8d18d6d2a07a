-- customers: AccessExclusive, rewrites
ALTER TABLE "customers" ALTER COLUMN "phone" TYPE integer USING ("phone")::integer;

