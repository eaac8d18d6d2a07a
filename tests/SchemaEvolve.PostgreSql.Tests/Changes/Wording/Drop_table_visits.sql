-- In a transaction of its own
-- customers: AccessExclusive
-- visits: AccessExclusive
ALTER TABLE "visits" DROP CONSTRAINT "fk_host", DROP CONSTRAINT "fk_guest";

-- In a transaction of its own
-- countries: AccessExclusive
-- visits: AccessExclusive
ALTER TABLE "visits" DROP CONSTRAINT "fk_country";

-- In a transaction of its own
-- visits: AccessExclusive
DROP TABLE "visits";

