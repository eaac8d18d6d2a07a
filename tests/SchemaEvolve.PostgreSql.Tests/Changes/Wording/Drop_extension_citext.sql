DROP EXTENSION "citext";

