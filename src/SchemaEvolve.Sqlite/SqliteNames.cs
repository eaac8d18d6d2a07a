namespace SchemaEvolve.Sqlite;

/// <summary>How SQLite compares names, and the names that it or this library keeps for itself.</summary>
internal static class SqliteNames
{
    /// <summary>Tables, indexes, triggers and views whose names begin like this are machinery, and no part of the catalog.</summary>
    private static readonly string[] Reserved = ["sqlite_", "schema_evolve_"];

    // ASCII only, as in SQLite: É and é are two names.
    public static bool AreSame(Identifier name, Identifier other) => string.Equals(Fold(name), Fold(other), StringComparison.Ordinal);

    public static bool IsReserved(Identifier name) => Reserved.Any(prefix => name.Value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string Fold(Identifier name) =>
        string.Create(name.Value.Length, name.Value, (folded, value) =>
        {
            for (var place = 0; place < value.Length; place++)
            {
                folded[place] = char.IsAsciiLetterUpper(value[place]) ? char.ToLowerInvariant(value[place]) : value[place];
            }
        });
}
