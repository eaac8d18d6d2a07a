-- Must find nothing: Every customer has a name
SELECT id FROM customers WHERE name = '';

