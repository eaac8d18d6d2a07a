using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Gives a table a primary key, another one, or none.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The key afterwards, or <see langword="null"/> for none.</param>
public sealed record SetPrimaryKey(QualifiedName Table, PrimaryKey? Key) : TableChange(Table)
{
    /// <summary>A unique index that an inverse leaves in the place of a key that was made of it.</summary>
    public Index? Leaves { get; init; }

    public override string Description => Key is null
        ? $"Drop the primary key of {Table}"
        : $"Make ({string.Join(", ", Key.Columns)}) the primary key of {Table}";

    public override Table Apply(Table before) => before with
    {
        PrimaryKey = Key,
        Indexes = [.. before.Indexes.Where(index => index.Name != IndexIn(before)), .. Leaves is null ? Array.Empty<Index>() : [Leaves]],
    };

    public override Change Invert(Table before) => this with
    {
        Key = before.PrimaryKey,
        Leaves = IndexIn(before) is { } index ? before.Indexes.Find(index) : null,
    };

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

    /// <summary>The name of the unique index that becomes the key's own: that of the key, unless the key before still has it.</summary>
    public Identifier? IndexIn(Table before) => Key is not { } key ? default(Identifier?)
        : before.PrimaryKey?.Name == key.Name ? Naming.Derive("pk", Table, key.Columns) : key.Name;

    internal override IEnumerable<Change> Tidy(Catalog live) => live.Tables.Find(Table) is { } table && IndexIn(table) is { } index && table.Indexes.Contains(index) ? [new DropIndex(Table, index)] : [];

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

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("key", Key).Put("leaves", Leaves);
}
