SET LOCAL TimeZone = 'UTC';

-- sales.Größen "x": AccessExclusive
ALTER TABLE "sales"."Größen ""x""" ALTER COLUMN "local" TYPE timestamptz;

