-- customers: AccessExclusive, scans
-- countries: AccessExclusive, rewrites
ALTER TABLE "countries" ALTER COLUMN "code" TYPE char(3) USING ("code")::char(3);

