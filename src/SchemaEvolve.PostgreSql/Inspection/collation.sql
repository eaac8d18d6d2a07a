-- Whether the library that sorts text is another one than when the database was made. From version 15.
SELECT coalesce(datcollversion <> pg_database_collation_actual_version(oid), FALSE)
FROM pg_database
WHERE datname = current_database()
