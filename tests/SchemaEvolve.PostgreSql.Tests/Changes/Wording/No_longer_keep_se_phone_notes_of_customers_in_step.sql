-- customers: AccessExclusive
DROP TRIGGER "~se_dual_write_insert" ON "customers";

-- customers: AccessExclusive
DROP TRIGGER "~se_dual_write_update" ON "customers";

DROP FUNCTION "se_dual_write_customers"();

