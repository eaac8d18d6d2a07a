-- Run SQL: UPDATE customers SET notes = 'x'
UPDATE customers SET notes = 'x';
