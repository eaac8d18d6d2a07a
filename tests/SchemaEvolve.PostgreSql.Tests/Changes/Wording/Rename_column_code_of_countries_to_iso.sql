-- countries: AccessExclusive
ALTER TABLE "countries" RENAME COLUMN "code" TO "iso";

