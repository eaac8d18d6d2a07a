DROP SCHEMA "store";

