using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Names what is lost when an operation is taken back. A column that is kept in step with another is a copy, and no loss.</summary>
internal static class Losses
{
    public static IEnumerable<Loss> Of(Deed deed, Tombstones kept, Catalog now) => deed.Core switch
    {
        AddColumn add when now.Tables.Find(add.Table)?.Columns.Contains(add.Column.Name) is true =>
            [
            new($"Column {add.Column.Name} of {add.Table} would be dropped, with all that was written in it.")
            {
                Table = add.Table,
                Column = add.Column.Name,
            },
        ],
        CreateTable create when now.Tables.Contains(create.Table.Name) =>
            [new($"Table {create.Table.Name} would be dropped, with all its rows.") { Table = create.Table.Name }],
        CreateSequence create when now.Sequences.Contains(create.Sequence.Name) =>
            [new($"Sequence {create.Sequence.Name} would be dropped, and with it how far it has counted.")],
        InsertRows { Rows.Count: > 0 } seed when deed.Undo.Count > 0 =>
            [
            new($"The rows of {seed.Table} that “{seed.Description}” is about would be deleted, even those that were there before it or have changed since, unless others refer to them.")
            {
                Table = seed.Table,
                Where = seed.Known,
            },
        ],
        DropColumn { Down: null } drop when deed.IsComplete && !IsThere(drop, kept, now) =>
            [new($"Column {drop.Column} of {drop.Table} would come back without its values: they are not kept any more.")],
        DropTable drop when deed.IsComplete && !IsThere(drop, kept, now) =>
            [new($"Table {drop.Table} would come back without its rows: they are not kept any more.")],
        DropSequence drop when deed.IsComplete =>
            [new($"Sequence {drop.Name} would come back without how far it had counted.")],
        _ => [],
    };

    private static bool IsThere(DropColumn drop, Tombstones kept, Catalog now) =>
        now.Tables.Find(drop.Table) is { } table && (table.Columns.Contains(drop.Column) || kept.Of(table, drop.Column) is not null);

    private static bool IsThere(DropTable drop, Tombstones kept, Catalog now) =>
        now.Tables.Contains(drop.Table) || kept.Of(now, drop.Table) is not null;
}
