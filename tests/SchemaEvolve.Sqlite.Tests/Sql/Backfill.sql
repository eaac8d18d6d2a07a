-- Fill notes of customers
UPDATE "customers" SET "notes" = upper("name") WHERE (notes IS NULL) AND NOT ("notes" COLLATE BINARY IS +(upper("name")));

-- Fill notes of customers
UPDATE "customers" SET "notes" = "phone" WHERE NOT ("notes" COLLATE BINARY IS +("phone")) AND NOT ("phone" COLLATE BINARY IS +("notes"));
