-- sales.Größen "x": AccessExclusive, rewrites
ALTER TABLE "sales"."Größen ""x""" ALTER COLUMN "size" TYPE "mood" USING ("size"::text)::"mood";

