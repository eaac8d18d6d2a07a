-- countries: AccessExclusive, scans
-- customers: AccessExclusive, rewrites
ALTER TABLE "customers" ALTER COLUMN "country" TYPE text USING ("country")::text;

