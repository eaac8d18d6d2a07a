using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Sqlite.DualWrites;
using SchemaEvolve.Sqlite.Texts;

namespace SchemaEvolve.Sqlite;

/// <summary>What <c>ALTER TABLE</c> of one version of SQLite can do. All else is done with a copy of the table.</summary>
/// <remarks>https://www.sqlite.org/lang_altertable.html</remarks>
/// <param name="DropsColumns">Since 3.35.</param>
/// <param name="AltersRules"><c>NOT NULL</c> and <c>CHECK</c> come and go in place since 3.53.</param>
internal sealed record SqliteCapabilities(bool DropsColumns, bool AltersRules)
{
    public static SqliteCapabilities Of(Version version) => new(version >= new Version(3, 35), version >= new Version(3, 53));

    /// <summary>Whether a change is made in place.</summary>
    public bool CanInPlace(TableChange change, Table before) => change switch
    {
        CreateIndex or DropIndex or RenameIndex or SetComment => true,
        AddColumn c => CanAdd(c.Column),
        DropColumn => DropsColumns,
        SetNullability c => AltersRules || before.Loosens(before.Columns[c.Column] with { IsNullable = false }),
        AddDualWrite or DropDualWrite => AltersRules || Looseness.Alter(before, change.Apply(before)).Count == 0,
        AddCheck => AltersRules,
        DropCheck c => AltersRules && HasName(c.Name, before),
        _ => false,
    };

    // A check that its author gave no name is in the catalog under a derived one, which DROP CONSTRAINT does not know.
    private static bool HasName(Identifier check, Table table) =>
        table.Source.Text is not { } source || TableText.Read(source).Rules.Any(place => place.Rule.Name == check);

    // https://www.sqlite.org/lang_altertable.html#alter_table_add_column
    private static bool CanAdd(Column column) => column switch
    {
        { Identity: not null } or { Generated.IsStored: true } => false,
        { Generated: not null } => true,
        { Default: { } value } => Definitions.IsConstant(value) && (column.IsNullable || !IsNull(value)),
        _ => column.IsNullable,
    };

    private static bool IsNull(Sql value) => value.For(Engines.Sqlite).Equals("NULL", StringComparison.OrdinalIgnoreCase);
}
