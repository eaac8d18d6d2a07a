-- Delete rows from customers
DELETE FROM "customers" WHERE points = '0';
