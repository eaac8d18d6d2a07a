-- Fill notes of customers by C#: shout the name
SELECT "name";
SELECT "notes";
UPDATE "customers" SET "notes" = "se_page"."se_1"
WHERE NOT ("notes" COLLATE BINARY IS +("se_page"."se_1"));
SELECT coalesce((SELECT max("rowid") FROM "customers") - (SELECT min("rowid") FROM "customers") + 1, 0);
SELECT CASE WHEN typeof("id") = 'text' AND instr("id", char(0)) THEN 'CAST(X''' || hex("id") || ''' AS TEXT)' ELSE quote("id") END;
