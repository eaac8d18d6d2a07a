-- Run SQL
UPDATE customers SET notes = 'x';
