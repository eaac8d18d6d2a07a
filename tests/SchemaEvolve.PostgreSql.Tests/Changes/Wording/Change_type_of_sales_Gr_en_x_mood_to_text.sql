-- sales.Größen "x": AccessExclusive, rewrites
ALTER TABLE "sales"."Größen ""x"""
    ALTER COLUMN "mood" DROP DEFAULT,
    ALTER COLUMN "mood" TYPE text USING ("mood"::text)::text,
    ALTER COLUMN "mood" SET DEFAULT 'ok';

