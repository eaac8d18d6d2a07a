-- In no transaction
-- Must find nothing: Rows of customers are to be unique by ix_lower, but some are there more than once.
-- customers: AccessShare, scans
SELECT (lower("name")), count(*) AS times
FROM "customers"
WHERE ("name" <> 'x') AND (lower("name")) IS NOT NULL
GROUP BY (lower("name"))
HAVING count(*) > 1
LIMIT 6;

-- In no transaction
-- customers: ShareUpdateExclusive, scans
CREATE UNIQUE INDEX CONCURRENTLY "ix_lower" ON "customers" ((lower("name"))) WHERE "name" <> 'x';

