using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Gives a column another name. As long as old and new versions run side by side, the table has both.</summary>
/// <remarks>The column under the new name is no more than a shadow, kept in step. The contraction drops it, and renames the column itself with all that stands on it.</remarks>
/// <param name="Table">The table.</param>
/// <param name="From">The name before.</param>
/// <param name="To">The name after.</param>
public sealed record RenameColumn(QualifiedName Table, Identifier From, Identifier To) : Change
{
    public override string Description => $"Rename column {From} of {Table} to {To}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Catalog Apply(Catalog before)
    {
        if (before[Table].DualWrites.FirstOrDefault(sync => sync.Mentions(From)) is { } sync)
        {
            throw new CatalogException($"Column {From} of {Table} is needed by {sync.Purpose}. Contract that first.");
        }

        Dependents.RefuseMirrored(before, Table, From);

        return before with
        {
            Tables = before.Tables
                .Replace(Table, RenameOwn)
                .Select(table => table with
                {
                    ForeignKeys = table.ForeignKeys.Select(key => key.References == Table ? key with { To = Rename(key.To) } : key),
                }),
        };
    }

    public override Change Invert(Catalog before) => new RenameColumn(Table, To, From);

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        var table = before[Table];
        var column = table.Columns[From];
        if (column.Generated is not null)
        {
            throw new CatalogException($"Column {From} of {Table} is generated, so nobody could write it by its new name. Add {To} as another generated column and drop {From}, or rename it in Unsafe(…).");
        }

        var sync = DualWrites.Between(Table, up: [new(To, $"{From}")], down: [new(From, $"{To}")]);
        var backfill = DualWrites.Backfill(Table, sync);
        var shadows = Twins.Indexes(table, new((Table, From, To)));
        var built = table.DualWrites.Where(other => other.Name != sync.Name && other.Mentions(To)).ToList();
        var (heirs, own) = (new Heirs((Table, To, From)), Without(table, shadows));
        var (added, keys) = (Twins.Rest(own, heirs).ToList(), Twins.Keys(own, heirs).ToList());

        return new()
        {
            Expand = [new AddColumn(Table, DualWrites.Bare(column with { Name = To })), new AddDualWrite(Table, sync)],
            Migrate = [backfill, new VerifyBackfill(backfill), .. shadows.Select(index => new CreateIndex(Table, index))],
            Contract =
            [
                new VerifyBackfill(backfill),
                .. Remark(table, sync),
                .. added.Concat(keys).Select(twin => twin.Create),
                .. Twins.TakeKeys(keys),
                new DropDualWrite(Table, sync.Name),
                .. built.Select(other => new DropDualWrite(Table, other.Name)),
                .. shadows.Where(index => !table.DualWrites.Contains(sync.Name) || table.Indexes.Contains(index.Name)).Select(index => new DropIndex(Table, index.Name) { IsOnline = false }),
                .. added.Select(twin => twin.Drop),
                new DropColumn(Table, To),
                this,
                .. added.SelectMany(twin => twin.Rename),
                .. built.Select(other => new AddDualWrite(Table, other)),
            ],
        };
    }

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].Columns.Contains(From) && catalog[Table].Columns.Contains(To);

    public override Evolution EvolveAlone(Catalog before) => Evolution.In(Phase.Contract, this);

    // What was said of the column since is taken back by itself.
    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept)
    {
        var back = Invert(before).Evolve(now, Tombstones.None);

        return back with { Contract = [.. back.Contract.Where(change => change is not SetComment)] };
    }

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => Invert(before).EvolveAlone(now);

    // Whoever comments on the column by its new name says it of the shadow.
    private IEnumerable<SetComment> Remark(Table table, DualWrite sync) =>
        table.DualWrites.Contains(sync.Name) && table.Columns[To].Comment is var comment && comment != table.Columns[From].Comment ? [new(Table, From, comment)] : [];

    private static Table Without(Table table, IReadOnlyCollection<Index> indexes) => table with
    {
        Indexes = [.. table.Indexes.Where(index => !indexes.Any(shadow => shadow.Name == index.Name))],
    };

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("from", From).Put("to", To);

    private Table RenameOwn(Table table) => table with
    {
        Columns = table.Columns.Replace(From, column => column with { Name = To }).Select(column => column with
        {
            Generated = column.Generated is { } generated ? generated with { Expression = Rename(generated.Expression) } : null,
        }),
        PrimaryKey = table.PrimaryKey is { } key ? key with { Columns = Rename(key.Columns) } : null,
        Uniques = table.Uniques.Select(unique => unique with { Columns = Rename(unique.Columns) }),
        Checks = table.Checks.Select(check => check with { Condition = Rename(check.Condition) }),
        Exclusions = table.Exclusions.Select(exclusion => exclusion with
        {
            Elements = [.. exclusion.Elements.Select(element => element with { Expression = Rename(element.Expression) })],
            Condition = exclusion.Condition is { } where ? Rename(where) : null,
        }),
        ForeignKeys = table.ForeignKeys.Select(key => key with { Columns = Rename(key.Columns) }),
        Indexes = table.Indexes.Select(index => index with
        {
            Keys = [.. index.Keys.Select(Rename)],
            Included = Rename(index.Included),
            Condition = index.Condition is { } condition ? Rename(condition) : null,
        }),
    };

    private IndexKey Rename(IndexKey key) => key with
    {
        Column = key.Column == From ? To : key.Column,
        Expression = key.Expression is { } expression ? Rename(expression) : null,
    };

    private ValueList<Identifier> Rename(ValueList<Identifier> names) => [.. names.Select(name => name == From ? To : name)];

    private Sql Rename(Sql expression) => SqlLexer.Rename(expression, From, To);
}
