-- The functions that give each row another value, and the types and operators behind which there is one. Of overloads, one is enough.
SELECT n.nspname::text AS schema, p.proname::text AS name, pg_function_is_visible(p.oid) AS is_visible
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE p.provolatile = 'v'
UNION ALL
SELECT n.nspname, t.typname, pg_type_is_visible(t.oid)
FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
WHERE EXISTS (SELECT FROM pg_proc AS p WHERE p.oid = t.typinput AND p.provolatile = 'v')
    OR EXISTS (SELECT FROM pg_cast AS k JOIN pg_proc AS p ON p.oid = k.castfunc WHERE k.casttarget = t.oid AND p.provolatile = 'v')
UNION ALL
SELECT n.nspname, o.oprname, true
FROM pg_operator AS o JOIN pg_proc AS p ON p.oid = o.oprcode JOIN pg_namespace AS n ON n.oid = o.oprnamespace
WHERE p.provolatile = 'v'
