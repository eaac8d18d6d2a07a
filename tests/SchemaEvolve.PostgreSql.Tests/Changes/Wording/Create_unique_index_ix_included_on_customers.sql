-- In no transaction
-- Must find nothing: Rows of customers are to be unique by ix_included, but some are there more than once.
-- customers: AccessShare, scans
SELECT "name", count(*) AS times
FROM "customers"
WHERE "name" IS NOT NULL
GROUP BY "name"
HAVING count(*) > 1
LIMIT 6;

-- In no transaction
-- customers: ShareUpdateExclusive, scans
CREATE UNIQUE INDEX CONCURRENTLY "ix_included" ON "customers" ("name") INCLUDE ("phone");

