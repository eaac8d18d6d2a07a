-- Verify notes of customers
-- must be empty: Every row of customers is filled.
SELECT "id" FROM "customers" WHERE CASE WHEN "name" = '' THEN NOT ("notes" COLLATE BINARY IS +(upper("name"))) ELSE FALSE END LIMIT 6;
