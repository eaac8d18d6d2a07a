-- customers: AccessExclusive
ALTER TABLE "customers" RENAME TO "patrons";

