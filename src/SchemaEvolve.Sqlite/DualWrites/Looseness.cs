using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.Sqlite.DualWrites;

/// <summary>Which columns only seem to keep <c>NULL</c> out: a row may be without them until the triggers have run, and those refuse it instead.</summary>
/// <remarks>SQLite looks at <c>NOT NULL</c> before an <c>AFTER</c> trigger could help, and a <c>BEFORE</c> trigger cannot set a value.</remarks>
internal static class Looseness
{
    /// <summary>Takes <c>NOT NULL</c> from the columns that become loose, and gives it back to those that no longer are.</summary>
    public static ValueList<Statement> Alter(Table before, Table after) =>
    [
        .. after.Loosened.Except(before.Loosened).Select(column => Run($"ALTER TABLE {after.Name.Name} ALTER COLUMN {column.Name} DROP NOT NULL")),
        .. before.Loosened.Except(after.Loosened).Select(column => Run($"ALTER TABLE {after.Name.Name} ALTER COLUMN {column.Name} SET NOT NULL")),
    ];

    /// <summary>Lets a column that dual writes set be null, or no longer: the triggers see to it.</summary>
    public static IEnumerable<Statement> Set(Table before, Identifier column, bool isNullable) => isNullable ? [] :
    [
        MustBeEmpty($"Every row of {before.Name} has a value in {column}.", $"SELECT * FROM {before.Name.Name} WHERE {column} IS NULL"),
    ];

    extension(Table table)
    {
        /// <summary>The columns that dual writes set.</summary>
        public IEnumerable<Identifier> Assigned => table.DualWrites.SelectMany(sync => sync.Old.Concat(sync.New)).Distinct();

        /// <summary>The columns that are <c>NOT NULL</c> by word of the triggers, and not in the statement that made the table.</summary>
        public IEnumerable<Column> Loosened => table.Columns.Where(table.Loosens);

        /// <summary>Whether a column is one of those. One with a default is never missing from an insert.</summary>
        public bool Loosens(Column column) =>
            column is { IsNullable: false, Default: null, Identity: null, Generated: null } && table.Assigned.Contains(column.Name);
    }
}
