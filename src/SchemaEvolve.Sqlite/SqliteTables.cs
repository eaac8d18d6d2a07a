namespace SchemaEvolve.Sqlite;

/// <summary>What only SQLite can say about a table.</summary>
public static class SqliteTables
{
    extension(TableBuilder table)
    {
        /// <summary>Makes SQLite refuse values that are not of the type of their column. PostgreSQL always does.</summary>
        /// <remarks>A strict table knows whole numbers, floating-point numbers, text and bytes. All other types are kept as one of these, with their own name in a comment.</remarks>
        public TableBuilder Strict() => table.AddOption(SqliteOptions.Strict);

        /// <summary>Makes SQLite keep the rows in the order of the primary key, without a number of their own. PostgreSQL has no such tables.</summary>
        public TableBuilder WithoutRowId() => table.AddOption(SqliteOptions.WithoutRowId);
    }
}
