-- customers: AccessExclusive
DROP TRIGGER "~se_mirror_insert_customers_notes_profiles_remarks" ON "customers";

-- customers: AccessExclusive
DROP TRIGGER "~se_mirror_update_customers_notes_profiles_remarks" ON "customers";

DROP FUNCTION "se_mirror_customers_notes_profiles_remarks"();

-- profiles: AccessExclusive
DROP TRIGGER "~se_mirror_insert_profiles_remarks_customers_notes" ON "profiles";

-- profiles: AccessExclusive
DROP TRIGGER "~se_mirror_update_profiles_remarks_customers_notes" ON "profiles";

DROP FUNCTION "se_mirror_profiles_remarks_customers_notes"();

