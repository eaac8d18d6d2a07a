-- Rename column name of customers to full_name
ALTER TABLE "customers" RENAME COLUMN "name" TO "full_name";

-- Rename column code of countries to iso
ALTER TABLE "countries" RENAME COLUMN "code" TO "iso";
