-- Update notes in customers
UPDATE "customers" SET "notes" = upper("name") WHERE notes IS NULL;
