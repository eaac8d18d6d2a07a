using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Names what is lost when an operation is taken back. A column that is kept in step with another is a copy, and no loss.</summary>
internal static class Loss
{
    public static IEnumerable<string> Of(Deed deed, Tombstones kept, Catalog now) => deed.Core switch
    {
        AddColumn add when now.Tables.Find(add.Table)?.Columns.Contains(add.Column.Name) is true =>
            [$"Column {add.Column.Name} of {add.Table} would be dropped, with all that was written in it."],
        CreateTable create when now.Tables.Contains(create.Table.Name) =>
            [$"Table {create.Table.Name} would be dropped, with all its rows."],
        CreateSequence create when now.Sequences.Contains(create.Sequence.Name) =>
            [$"Sequence {create.Sequence.Name} would be dropped, and with it how far it has counted."],
        InsertRows { Overwrites: true } seed =>
            [$"The rows of {seed.Table} that were there before “{seed.Description}” overwrote them would not come back."],
        DropColumn { Down: null } drop when deed.IsComplete && !IsThere(drop, kept, now) =>
            [$"Column {drop.Column} of {drop.Table} would come back without its values: they are not kept any more."],
        DropTable drop when deed.IsComplete && !IsThere(drop, kept, now) =>
            [$"Table {drop.Table} would come back without its rows: they are not kept any more."],
        DropSequence drop when deed.IsComplete =>
            [$"Sequence {drop.Name} would come back without how far it had counted."],
        _ => [],
    };

    private static bool IsThere(DropColumn drop, Tombstones kept, Catalog now) =>
        now.Tables.Find(drop.Table) is { } table && (table.Columns.Contains(drop.Column) || kept.Of(table, drop.Column) is not null);

    private static bool IsThere(DropTable drop, Tombstones kept, Catalog now) =>
        now.Tables.Contains(drop.Table) || kept.Of(now, drop.Table) is not null;
}
