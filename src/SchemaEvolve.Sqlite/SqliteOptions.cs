using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Sqlite;

/// <summary>What SQLite calls options of a table.</summary>
internal static class SqliteOptions
{
    public const string Strict = "STRICT";

    public const string WithoutRowId = "WITHOUT ROWID";

    extension(Table table)
    {
        public bool IsStrict => table.Options.Contains(Strict);

        public bool HasRowId => !table.Options.Contains(WithoutRowId);
    }
}
