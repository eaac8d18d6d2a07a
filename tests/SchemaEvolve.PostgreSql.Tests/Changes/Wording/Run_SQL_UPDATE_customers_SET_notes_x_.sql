UPDATE customers SET notes = 'x';

