-- Check: Every customer has a name
-- must be empty: Every customer has a name
SELECT id FROM customers WHERE name = '';
