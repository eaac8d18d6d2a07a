using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Sqlite.DualWrites;

namespace SchemaEvolve.Sqlite;

/// <summary>What SQLite lacks. Whatever asks for it is told what to write instead; nothing is left out in silence.</summary>
internal static class SqliteLimits
{
    public static CatalogException NoSchemas(Identifier schema) =>
        new($"SQLite has no schemas, and {schema} is one. Put its name before the names of the tables, as in {schema}_orders.");

    public static CatalogException NoSequences => new("SQLite has no sequences. Number the rows of a table: Column.Int64(\"id\").Identity().PrimaryKey().");

    public static CatalogException NoExtensions => new("SQLite has no extensions that a database keeps. Load what you need where the connection is opened.");

    public static CatalogException NoExclusions => new("SQLite has no exclusion constraints. A trigger with RAISE(ABORT, …) can keep such rows out: schema.Sql(…).");

    public static void Check(QualifiedName name)
    {
        if (name.Schema is { } schema)
        {
            throw NoSchemas(schema);
        }

        if (SqliteNames.IsReserved(name.Name))
        {
            throw new CatalogException($"Names such as {name} belong to SQLite or to SchemaEvolve. Give the table another.");
        }
    }

    /// <summary>Refuses a table whose name differs only in case from that of another.</summary>
    public static void Check(QualifiedName name, Catalog before)
    {
        if (before.Tables.FirstOrDefault(table => table.Name.Name.Value.Equals(name.Name.Value, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw new CatalogException($"Table {name} differs only in case from {other.Name}, which is there, and SQLite does not see case. Give it another name.");
        }
    }

    /// <summary>Refuses a renaming of what the conversion of another table asks: it is SQL of its author.</summary>
    public static void Check(Change renaming, Catalog before)
    {
        var (from, user) = renaming switch
        {
            RenameColumn c => (c.From, before.Tables.FirstOrDefault(table => table.DualWrites.Any(sync => sync.Mentions(c.Table.Name) && sync.Mentions(c.From)))),
            RenameTable c => (c.From.Name, before.Tables.FirstOrDefault(table =>
                !table.Columns.Contains(c.From.Name) && table.DualWrites.Any(sync => sync.Mentions(c.From.Name)))),
            _ => default,
        };
        if (user is not null)
        {
            var sync = user.DualWrites.First(sync => sync.Mentions(from));
            throw new CatalogException($"The name {from} is used by dual write {sync.Name} of {user.Name}. Contract the migration that made it first, then rename {from}.");
        }
    }

    public static void Check(Table table)
    {
        Check(table.Name);
        if (table.Columns.GroupBy(column => column.Name.Value, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } same)
        {
            throw new CatalogException(
                $"Columns {string.Join(" and ", same.Select(column => column.Name))} of {table.Name} differ only in case, which SQLite does not see. Give one of them another name.");
        }

        foreach (var column in table.Columns)
        {
            Check(table, column);
        }

        if (table.Exclusions.Count > 0)
        {
            throw NoExclusions;
        }

        foreach (var unique in table.Uniques)
        {
            Check(unique);
        }

        foreach (var index in table.Indexes)
        {
            Check(index);
        }

        foreach (var option in table.Options.Except([SqliteOptions.Strict, SqliteOptions.WithoutRowId]))
        {
            throw new CatalogException($"SQLite has no table option {option}. It has STRICT and WITHOUT ROWID.");
        }

        if (!table.HasRowId && table.PrimaryKey is null)
        {
            throw new CatalogException($"Table {table.Name} is WITHOUT ROWID and needs a primary key in SQLite. Write PrimaryKey() behind a column, or leave WithoutRowId() out.");
        }
    }

    /// <summary>Refuses dual writes that two triggers cannot carry out after a row was written.</summary>
    public static void CheckDualWrites(Table table, Catalog catalog)
    {
        if (table.DualWrites.Count == 0)
        {
            return;
        }

        var numbering = Numbering.Of(table, catalog);
        foreach (var column in table.Named(table.Assigned))
        {
            if (column.Generated is not null)
            {
                throw new CatalogException($"Column {column.Name} of {table.Name} is generated and cannot be set by a dual write.");
            }

            if (table.PrimaryKey?.Columns.Contains(column.Name) is true && numbering.RowId is null)
            {
                throw new CatalogException(
                    $"Column {column.Name} is part of the key of {table.Name}, and in a WITHOUT ROWID table SQLite enforces NOT NULL on every column of the key before a trigger could fill it in: a row that comes by the new name only would be refused. Rename it in place: Unsafe(…).");
            }

            if (numbering.IsColumn && table.PrimaryKey?.Columns.Contains(column.Name) is true && numbering.RenamingIn(table) is null)
            {
                throw new CatalogException(
                    $"Column {column.Name} is the number by which SQLite finds a row of {table.Name}, and what is to take its place is itself on its way to another form. Contract the one before the other, or rename it in place: Unsafe(…).");
            }
        }

        if (numbering.RowId is null && table.PrimaryKey is null)
        {
            throw new CatalogException($"Table {table.Name} has columns of all three names of the row id, and no primary key, so that SQLite cannot find the row that a dual write is about. Add a primary key: ChangePrimaryKey(…).");
        }

        if (table.Checks.FirstOrDefault(check => MeetsHalfARow(check, table)) is { } check)
        {
            throw new CatalogException(
                $"Check {check.Name} of {table.Name} is looked at before SQLite has made {string.Join(", ", table.Assigned.Where(column => SqlLexer.Mentions(check.Condition, column)))}, "
                + $"and would refuse rows that are only half written. Drop {check.Name} in an earlier migration, and add it again in a later one.");
        }
    }

    // A check of one column passes while it is NULL, unless it speaks of NULL; and an update leaves the column as it was. Any other may fail.
    private static bool MeetsHalfARow(Check check, Table table) =>
        table.Assigned.Any(column => SqlLexer.Mentions(check.Condition, column))
        && (table.Columns.Count(column => SqlLexer.Mentions(check.Condition, column.Name)) > 1
            || SqlLexer.Read(check.Condition.For(Engines.Sqlite), Engines.Sqlite).Any(token => token.Value.ToUpperInvariant()
                is "IS" or "NULL" or "ISNULL" or "NOTNULL" or "COALESCE" or "IFNULL" or "IIF" or "CASE" or "TYPEOF" or "SELECT"));

    private static void Check(Table table, Column column)
    {
        if (column.Collation?.Schema is { } schema)
        {
            throw NoSchemas(schema);
        }

        if (column.Type is EnumType { Of.Schema: { } enumSchema })
        {
            throw NoSchemas(enumSchema);
        }

        switch (column.Identity)
        {
            case null:
                return;
            case { IsAlways: true }:
                throw new CatalogException($"SQLite cannot refuse a row of {table.Name} that brings a {column.Name} of its own. Write Identity() without always.");
            case not { Start: 1, Increment: 1 }:
                throw new CatalogException($"SQLite numbers rows 1, 2, 3 and so on. Write Identity() for {column.Name} of {table.Name} without start and increment.");
            case not null when table.PrimaryKey?.Columns is not [var only] || only != column.Name || !table.HasRowId:
                throw new CatalogException($"SQLite numbers rows only by a primary key of one column, in a table with row ids. Make {column.Name} the primary key of {table.Name}, or leave Identity() out.");
            default:
                return;
        }
    }

    private static void Check(Unique unique)
    {
        if (unique.Deferral != Deferral.None)
        {
            throw new CatalogException($"SQLite checks unique constraint {unique.Name} at each statement and cannot defer it. Leave deferral out.");
        }

        if (!unique.AreNullsDistinct)
        {
            throw new CatalogException($"To SQLite, NULLs in unique constraint {unique.Name} are distinct. Write a unique index on coalesce(column, value) instead.");
        }
    }

    private static void Check(Index index)
    {
        if (index.Included.Count > 0)
        {
            throw new CatalogException($"SQLite has no included columns. Write {string.Join(", ", index.Included)} behind the keys of index {index.Name}, or leave them out.");
        }

        if (index.Method is { } method)
        {
            throw new CatalogException($"SQLite has one kind of index, and index {index.Name} asks for {method}. Leave the method out.");
        }

        if (!index.AreNullsDistinct)
        {
            throw new CatalogException($"To SQLite, NULLs in unique index {index.Name} are distinct. Index coalesce(column, value) instead.");
        }

        foreach (var key in index.Keys)
        {
            Check(index, key);
        }
    }

    private static void Check(Index index, IndexKey key)
    {
        if (key.OperatorClass is { } operators)
        {
            throw new CatalogException($"SQLite has no operator classes, and index {index.Name} asks for {operators}. Leave it out.");
        }

        // NULL is the smallest value of all.
        if (key.NullsFirst is { } first && first == key.IsDescending)
        {
            throw new CatalogException($"In an index of SQLite, NULL comes {(first ? "last" : "first")} in this direction, and index {index.Name} asks for the other end. Leave NullsFirst out.");
        }

        if (key.Collation?.Schema is { } schema)
        {
            throw NoSchemas(schema);
        }
    }
}
