-- In no transaction
-- Must find nothing: Every row of customers is filled.
-- customers: AccessShare, scans
SELECT "id" FROM "customers" WHERE CASE WHEN "name" = '' THEN "notes" IS DISTINCT FROM (upper("name"))::text ELSE FALSE END LIMIT 6;

