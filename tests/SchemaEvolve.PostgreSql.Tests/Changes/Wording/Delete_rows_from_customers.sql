-- customers: RowExclusive
DELETE FROM "customers" WHERE points = '0';

