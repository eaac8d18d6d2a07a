-- Fill notes of customers
UPDATE "customers" SET "notes" = upper("name")
WHERE CASE WHEN notes IS NULL THEN NOT ("notes" COLLATE BINARY IS +(upper("name"))) ELSE FALSE END;
SELECT coalesce((SELECT max("rowid") FROM "customers") - (SELECT min("rowid") FROM "customers") + 1, 0);
SELECT CASE WHEN typeof("id") = 'text' AND instr("id", char(0)) THEN 'CAST(X''' || hex("id") || ''' AS TEXT)' ELSE quote("id") END;

-- Fill notes of customers
UPDATE "customers" SET "notes" = "phone"
WHERE CASE WHEN NOT ("notes" COLLATE BINARY IS +("phone")) THEN NOT ("phone" COLLATE BINARY IS +("notes")) OR ("notes" IS NULL) ELSE FALSE END;
SELECT coalesce((SELECT max("rowid") FROM "customers") - (SELECT min("rowid") FROM "customers") + 1, 0);
SELECT CASE WHEN typeof("id") = 'text' AND instr("id", char(0)) THEN 'CAST(X''' || hex("id") || ''' AS TEXT)' ELSE quote("id") END;
