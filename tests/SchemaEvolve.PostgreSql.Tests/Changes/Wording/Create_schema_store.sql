CREATE SCHEMA "store";

