namespace SchemaEvolve;

/// <summary>The names of the databases that SQL can be worded for, as <see cref="Sql.For"/> takes them.</summary>
public static class Engines
{
    /// <summary>PostgreSQL.</summary>
    public const string PostgreSql = "PostgreSQL";

    /// <summary>SQLite.</summary>
    public const string Sqlite = "SQLite";
}
