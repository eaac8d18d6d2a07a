-- customers: AccessExclusive, rewrites
ALTER TABLE "customers"
    ALTER COLUMN "points" DROP DEFAULT,
    ALTER COLUMN "points" TYPE varchar(20) USING ("points")::varchar(20),
    ALTER COLUMN "points" SET DEFAULT '0';

