using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Gives a table a primary key, another one, or none.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The key afterwards, or <see langword="null"/> for none.</param>
public sealed record SetPrimaryKey(QualifiedName Table, PrimaryKey? Key) : TableChange(Table)
{
    public override string Description => Key is null
        ? $"Drop the primary key of {Table}"
        : $"Make ({string.Join(", ", Key.Columns)}) the primary key of {Table}";

    public override Table Apply(Table before) => before with { PrimaryKey = Key };

    public override Change Invert(Table before) => this with { Key = before.PrimaryKey };

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        var table = before[Table];
        if (table.PrimaryKey == Key)
        {
            return Evolution.None;
        }

        Change[] required =
        [
            .. table.Named(Key?.Columns ?? [])
                .Where(column => column.IsNullable)
                .Select(column => new SetNullability(Table, column.Name, IsNullable: false)),
        ];

        return Evolution.In(PhaseOf(before), [.. required, this]);
    }

    private protected override Phase PhaseOf(Catalog before) => before[Table].PrimaryKey is null ? Phase.Expand : Phase.Contract;

    private protected override void Examine(Catalog before)
    {
        var table = before[Table];
        Fit.Columns(table, Key?.Columns ?? [], "the primary key");
        if (table.PrimaryKey is not { } old)
        {
            return;
        }

        var referring = before.Tables
            .SelectMany(other => other.ForeignKeys
                .Where(key => key.References == Table && key.To.Order().SequenceEqual(old.Columns.Order()))
                .Select(key => $"{key.Name} of {other.Name}"))
            .ToList();
        if (referring.Count > 0)
        {
            throw new CatalogException($"The primary key is referred to by foreign key {string.Join(", ", referring)}. Drop that first.");
        }
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("key", Key);
}
