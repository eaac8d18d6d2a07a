-- Require customers.phone
ALTER TABLE "customers" ALTER COLUMN "phone" SET NOT NULL;

-- Let customers.points be null
ALTER TABLE "customers" ALTER COLUMN "points" DROP NOT NULL;
