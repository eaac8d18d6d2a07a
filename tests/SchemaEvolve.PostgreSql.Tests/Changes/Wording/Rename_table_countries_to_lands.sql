-- countries: AccessExclusive
ALTER TABLE "countries" RENAME TO "lands";

