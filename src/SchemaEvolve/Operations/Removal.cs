using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>A column of another table that takes the place of one, while old and new versions of the application read and write both.</summary>
/// <param name="From">The old column, and the key of its rows.</param>
/// <param name="To">The new column, and the key of its rows.</param>
/// <param name="New">The new column, as it is to be in the end.</param>
internal sealed record Removal(KeyedColumn From, KeyedColumn To, Column New)
{
    /// <summary>The names under which the new column may be kept that was there before.</summary>
    public Tombstones Kept { get; init; }

    private Mirror Mirror => new(From, To) { IsRequired = !New.IsNullable };

    /// <summary>Whether a foreign key pairs the rows of two tables.</summary>
    public static bool Pairs(ForeignKey foreign, KeyedColumn child, KeyedColumn parent) =>
        foreign.References == parent.Table
        && foreign.Deferral == Deferral.None
        && foreign.Columns.Zip(foreign.To).Order().SequenceEqual(child.Key.Zip(parent.Key).Order());

    public Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        Check(before);
        var column = before[From.Table].Columns[From.Column];
        var tombstone = tombstones.NameOf(From.Column);

        return new()
        {
            Expand =
            [
                Arrival(before[To.Table]),
                new AddMirror(Mirror),
                // The new version brings no value for it, nor can the other row: it may come later.
                .. column is { IsNullable: false, Default: null } ? [new SetNullability(From.Table, From.Column, IsNullable: true)] : Array.Empty<Change>(),
            ],
            Migrate = [Backfill(To.Column, isLocking: true), VerifyEqual],
            Contract =
            [
                VerifyEqual,
                VerifyPaired(column),
                .. Requirement(To.Column),
                new DropMirror(Mirror),
                tombstone is { } aside ? new EntombColumn(From.Table, From.Column, aside) : new DropColumn(From.Table, From.Column),
            ],
            Purge = tombstone is { } old ? [new DropColumn(From.Table, old)] : [],
        };
    }

    /// <summary>All of it at once, where nobody else is there. The old column stays to the end, so that it can be begun again at any point.</summary>
    public Evolution EvolveAlone(Catalog before)
    {
        Check(before);
        if (Kept.Of(before[To.Table], To.Column) is not null)
        {
            // What was kept is better than what is copied, and is brought up to date as it is where two versions run.
            return Evolve(before, Tombstones.None);
        }

        var grown = Naming.Grow(To.Column);

        return Evolution.In(Phase.Contract,
        [
            VerifyPaired(before[From.Table].Columns[From.Column]),
            new AddColumn(To.Table, New with { Name = grown, IsNullable = true }),
            Backfill(grown, isLocking: false),
            .. Requirement(grown),
            new DropColumn(From.Table, From.Column),
            new RenameColumn(To.Table, grown, To.Column),
        ]);
    }

    private VerifyBackfill VerifyEqual => new(Backfill(To.Column, isLocking: false))
    {
        Rule = $"Every row of {To.Table} has the same {To.Column} as its partner in {From.Table} has {From.Column}.",
    };

    // A default is no more than what a row has that nobody gave a value.
    private VerifyBackfill VerifyPaired(Column column) => new(new(
        From.Table,
        [new(From.Column, column.Default ?? $"NULL")],
        $"{From.Column} IS NOT NULL AND NOT EXISTS ({Partner(To, From, $"1")})",
        Undo.Nothing))
    {
        Rule = $"Every row of {From.Table} that has a value in {From.Column} has a partner in {To.Table}, which takes it over. Insert the partners, or set the column to NULL where its value may go.",
    };

    private Change Arrival(Table table) => Kept.Of(table, To.Column) is { } kept
        ? new ExhumeColumn(To.Table, kept.Name, To.Column, IsNullable: true)
        : new AddColumn(To.Table, New with { Name = To.Column, IsNullable = true });

    private IEnumerable<Change> Requirement(Identifier column) => New.IsNullable ? [] : [new SetNullability(To.Table, column, IsNullable: false)];

    // A value that someone is just writing to the other row would be missed, and then written over by this one.
    private Backfill Backfill(Identifier column, bool isLocking) => new(
        To.Table,
        [new(column, $"({Partner(From, To, Raw(From.Column))}{Sql.If(isLocking, Sql.Per(postgreSql: $" FOR NO KEY UPDATE", sqlite: Sql.Empty))})")],
        $"EXISTS ({Partner(From, To, $"1")})",
        Undo.Nothing);

    // The names of the other table are none of the row's.
    private static Sql Partner(KeyedColumn partner, KeyedColumn of, Sql what) =>
        $"SELECT {what} FROM {Sql.Raw(partner.Table.Quoted)} AS se_partner WHERE {Sql.Join(" AND ", partner.Key.Zip(of.Key, (theirs, ours) => (Sql)$"{Raw(theirs)} = {of.Table.Name}.{ours}"))}";

    private static Sql Raw(Identifier column) => Sql.Raw($"se_partner.{column.Quoted}");

    private void Check(Catalog before)
    {
        if (From.Table == To.Table)
        {
            throw new CatalogException($"Column {From} is to move within its own table. Write RenameColumn(\"{From.Column}\", \"{To.Column}\").");
        }

        CheckColumn(before);
        CheckKeys(before[From.Table], before[To.Table]);
    }

    private void CheckColumn(Catalog before)
    {
        var column = before[From.Table].Columns[From.Column];
        IEnumerable<string> obstacles =
        [
            .. column.Generated is not null ? ["its expression: it is generated"] : Array.Empty<string>(),
            .. column.Identity is not null ? ["its numbering: it is an identity"] : Array.Empty<string>(),
            .. Dependents.OfColumn(before with { Mirrors = [.. before.Mirrors.Where(mirror => mirror.Name != Mirror.Name)] }, From.Table, From.Column),
            .. Dependents.Readers(before, From.Table, From.Column),
        ];
        if (obstacles.ToList() is { Count: > 0 } all)
        {
            throw new CatalogException(
                $"Column {From} cannot be moved to {To.Table} because of {string.Join(", ", all)}, which cannot go with it. Contract or drop that first, in a migration before this one, and create it anew afterwards.");
        }
    }

    private void CheckKeys(Table from, Table to)
    {
        if (From.Key.Count == 0 || From.Key.Count != To.Key.Count)
        {
            throw new CatalogException($"Column {From} is to move to {To.Table} by no key. Write the columns that are equal in rows that belong together: by: [(\"id\", \"{Naming.Derive(from.Name.Name.Value, "id")}\")].");
        }

        foreach (var (side, table) in new[] { (From, from), (To, to) })
        {
            Fit.Columns(table, side.Key, "the key");
            if (!Fit.IsKey(table, side.Key))
            {
                throw new CatalogException(
                    $"Several rows of {table.Name} may have the same {string.Join(", ", side.Key)}, so {From.Column} would have no one row to go to or to come from: a column moves between rows that belong together one to one. Write schema.Table(\"{table.Name}\").AddUnique({Spell(side.Key)}) in a migration before this one.");
            }
        }

        if (!to.ForeignKeys.Any(key => Pairs(key, To, From)) && !from.ForeignKeys.Any(key => Pairs(key, From, To)))
        {
            throw new CatalogException(
                $"No foreign key pairs {string.Join(", ", To.Key)} of {to.Name} with {string.Join(", ", From.Key)} of {from.Name}, so two rows that are written at the same time could miss each other. Write schema.Table(\"{to.Name}\").AddForeignKey([{Spell(To.Key)}], \"{from.Name}\", to: [{Spell(From.Key)}]) in a migration before this one, or the same the other way round.");
        }
    }

    private static string Spell(ValueList<Identifier> columns) => string.Join(", ", columns.Select(column => $"\"{column}\""));
}
