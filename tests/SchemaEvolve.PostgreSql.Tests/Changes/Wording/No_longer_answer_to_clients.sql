-- clients: AccessExclusive
DROP VIEW "clients";

