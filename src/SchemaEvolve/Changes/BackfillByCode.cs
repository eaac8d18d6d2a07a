using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Brings the rows of a table up to date in batches by a conversion that is written in C#, while both versions of the application run.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">What the conversion does, in a few words.</param>
/// <param name="Version">The version of the code, which stands for it in the fingerprint.</param>
/// <param name="Reads">The columns that it reads.</param>
/// <param name="Writes">The columns that it writes, which it can read too.</param>
/// <param name="Where">Which rows, or <see langword="null"/> for all.</param>
/// <param name="Undo">How a rollback undoes it.</param>
public sealed record BackfillByCode(
    QualifiedName Table,
    string Name,
    int Version,
    ValueList<Identifier> Reads,
    ValueList<Identifier> Writes,
    Sql? Where,
    Undo Undo) : DataChange
{
    /// <summary>The code.</summary>
    public required BackfillCode Convert { get; init; }

    public override string Description => $"Fill {string.Join(", ", Writes)} of {Table} by C#: {Name}";

    public override ValueList<QualifiedName> Tables => [Table];

    /// <summary>All columns that it can ask a row for.</summary>
    public ValueList<Identifier> Columns => [.. Reads.Union(Writes)];

    /// <summary>Two conversions of the same name and version are the same: code has no other identity.</summary>
    public bool Equals(BackfillByCode? other) =>
        other is not null
        && (Table, Name, Version, Reads, Writes, Where, Undo) == (other.Table, other.Name, other.Version, other.Reads, other.Writes, other.Where, other.Undo);

    public override int GetHashCode() => HashCode.Combine(Table, Name, Version);

    public override Catalog Apply(Catalog before)
    {
        if (Writes.Count == 0)
        {
            throw new CatalogException($"Backfill {Name} of {Table} writes no column. Name those that it sets.");
        }

        Fit.Columns(before[Table], [.. Columns, .. Where?.Names ?? []], $"backfill {Name}");
        return before;
    }

    public override Change Invert(Catalog before) => RunSql.ToUndo(Undo, this);

    private protected override Phase PhaseOf(Catalog before) => Phase.Migrate;

    private protected override void Write(Canon canon) => canon
        .Put("table", Table)
        .Put("name", Name)
        .Put("version", Version)
        .Put("reads", Reads)
        .Put("writes", Writes)
        .Put("where", Where)
        .Put("undo", Undo);
}
