using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Names what was overwritten in a table that no migration made, and would stay as it is when the operation is taken back.</summary>
/// <remarks>Of such a table, only what is there now is known. What an operation adds, renames or sets aside still shows; what it overwrites does not.</remarks>
internal static class Overwritten
{
    public static IEnumerable<Loss> By(Deed deed, Tombstones kept, Catalog now) => deed.IsOnForeign
        ? What(deed, kept, now).Select(what => new Loss($"{what} would stay as it is now: no migration made the table, so nobody knows how it was before."))
        : [];

    private static IEnumerable<string> What(Deed deed, Tombstones kept, Catalog now) => deed.Core switch
    {
        SetDefault set when IsMade(set, now) => [$"The default of column {set.Column} of {set.Table}"],
        SetNullability set when IsMade(set, now) => [Nullability(set.Table, set.Column)],
        SetCollation set when IsMade(set, now) => [$"The collation of column {set.Column} of {set.Table}"],
        SetIdentity set => [$"The numbering of column {set.Column} of {set.Table}"],
        SetComment { Column: { } column } set => [$"The comment of column {column} of {set.Table}"],
        SetComment set => [$"The comment of {set.Table}"],
        SetPrimaryKey set => [$"The primary key of {set.Table}"],
        SetTableOptions { Table: var table } => [$"What {table} is"],
        AddTableOption { Table: var table } => [$"What {table} is"],
        RequireColumn require when deed.IsComplete => [Nullability(require.Table, require.Column)],
        ChangeColumnType change when kept.Of(now[change.Table], change.Column) is null && now[change.Table].Columns.Find(change.Column)?.Type == change.Type =>
            [$"The type of column {change.Column} of {change.Table}"],
        DropColumn { Down: null } drop when !deed.IsComplete && now[drop.Table].Columns[drop.Column].IsNullable => [Nullability(drop.Table, drop.Column)],
        _ => SetAside(deed.Core, kept, now),
    };

    // What is set aside has to allow NULL, since nobody fills it.
    private static IEnumerable<string> SetAside(Operation operation, Tombstones kept, Catalog now) => operation.Tables
        .Select(now.Tables.Find)
        .OfType<Table>()
        .SelectMany(table => Old(operation).Where(column => kept.Of(table, column) is not null).Select(column => Nullability(table.Name, column)));

    private static IEnumerable<Identifier> Old(Operation operation) => operation switch
    {
        DropColumn drop => [drop.Column],
        ChangeColumnType change => [change.Column],
        ReplaceColumn replace => [replace.Old],
        SplitColumn split => [split.Old],
        MoveColumn move => [move.From.Column],
        MergeColumns merge => merge.Down.Select(assignment => assignment.Column),
        _ => [],
    };

    private static string Nullability(QualifiedName table, Identifier column) => $"Whether column {column} of {table} allows NULL";

    private static bool IsMade(TableChange change, Catalog now) => now.Tables.Contains(change.Table) && change.IsMadeIn(now);
}
