-- customers: AccessExclusive, scans
ALTER TABLE "customers" ALTER COLUMN "phone" TYPE text COLLATE "C";

