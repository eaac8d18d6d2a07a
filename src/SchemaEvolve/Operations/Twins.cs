using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Operations;

/// <summary>Copies what stands on columns to the columns that take their place. What is a copy itself has its original to follow.</summary>
internal static class Twins
{
    private const string Prefix = "_se_twin";

    /// <summary>The foreign keys of a table that name columns with heirs, on either side.</summary>
    public static IEnumerable<Twin> Keys(Table table, Heirs heirs) => Sorted(table.ForeignKeys)
        .Select(key => (Key: key, Heirs: heirs.Of(table.Name, key.Columns.Contains).Union(heirs.Of(key.References, key.To.Contains)).ToList()))
        .Where(one => one.Heirs.Count > 0)
        .Select(one =>
        {
            var key = one.Key;
            var copy = key with { Name = NameOf(key.Name, one.Heirs), Columns = heirs.Follow(table.Name, key.Columns), To = heirs.Follow(key.References, key.To) };

            return new Twin(new AddForeignKey(table.Name, copy), new DropForeignKey(table.Name, key.Name), new RenameConstraint(table.Name, copy.Name, key.Name));
        });

    /// <summary>The indexes and rules of a table that name columns with heirs, all but the foreign keys.</summary>
    public static IEnumerable<Twin> Rest(Table table, Heirs heirs) =>
    [
        .. PrimaryKey(table, heirs).Select(copy => new Twin(
            new CreateIndex(table.Name, copy),
            new SetPrimaryKey(table.Name, null),
            new RenameIndex(table.Name, copy.Name, table.PrimaryKey!.Name),
            new SetPrimaryKey(table.Name, table.PrimaryKey))),
        .. Sorted(table.Indexes).Where(index => heirs.Of(table.Name, index.Mentions).Any()).Select(index =>
        {
            var copy = Copy(table.Name, index, heirs);

            return new Twin(new CreateIndex(table.Name, copy), new DropIndex(table.Name, index.Name) { IsOnline = false }, new RenameIndex(table.Name, copy.Name, index.Name));
        }),
        .. Sorted(table.Uniques).Where(unique => heirs.Of(table.Name, unique.Columns.Contains).Any()).Select(unique =>
        {
            var copy = unique with { Name = NameOf(unique.Name, heirs.Of(table.Name, unique.Columns.Contains)), Columns = heirs.Follow(table.Name, unique.Columns) };

            return new Twin(new AddUnique(table.Name, copy), new DropUnique(table.Name, unique.Name), new RenameConstraint(table.Name, copy.Name, unique.Name));
        }),
        .. Sorted(table.Checks).Where(check => heirs.Of(table.Name, Names(check)).Any()).Select(check =>
        {
            var copy = check with { Name = NameOf(check.Name, heirs.Of(table.Name, Names(check))), Condition = heirs.Follow(table.Name, check.Condition) };

            return new Twin(new AddCheck(table.Name, copy), new DropCheck(table.Name, check.Name), new RenameConstraint(table.Name, copy.Name, check.Name));
        }),
    ];

    /// <summary>Indexes with which the new version is as fast by the new name as the old one by the old, and can upsert by the same keys.</summary>
    public static ValueList<Index> Indexes(Table table, Heirs heirs) =>
    [
        .. Sorted(table.Indexes).Where(index => heirs.Of(table.Name, index.Mentions).Any()).Select(index => Copy(table.Name, index, heirs)),
        .. Sorted(table.Uniques).Where(unique => heirs.Of(table.Name, unique.Columns.Contains).Any()).Select(unique => Copy(table.Name, unique.Name, unique.Columns, heirs) with { AreNullsDistinct = unique.AreNullsDistinct }),
        .. PrimaryKey(table, heirs),
    ];

    /// <summary>Takes foreign keys over. They lock a second table, so they go before the rest, which is then one transaction; and each copy takes its name at once, for whoever goes on from there finds no more trace of the original.</summary>
    public static IEnumerable<Change> TakeKeys(IEnumerable<Twin> keys) => keys.SelectMany(key => (Change[])[key.Drop, .. key.Rename]);

    private static ValueList<Index> PrimaryKey(Table table, Heirs heirs) => table.PrimaryKey is { } key && heirs.Of(table.Name, key.Columns.Contains).Any()
        ? [Copy(table.Name, key.Name, key.Columns, heirs)]
        : [];

    private static Predicate<Identifier> Names(Check check) => column => SqlLexer.Mentions(check.Condition, column);

    // Rules of two tables may be called alike, and indexes may not.
    private static Index Copy(QualifiedName table, Identifier rule, ValueList<Identifier> columns, Heirs heirs) => new(
        Naming.Derive(Prefix, table, [rule, .. heirs.Of(table, columns.Contains)]),
        [.. heirs.Follow(table, columns).Select(IndexKey.Ascending)])
    {
        IsUnique = true,
    };

    private static Index Copy(QualifiedName table, Index index, Heirs heirs) => index with
    {
        Name = NameOf(index.Name, heirs.Of(table, index.Mentions)),
        Keys = [.. index.Keys.Select(key => key with
        {
            Column = key.Column is { } column ? heirs.Follow(table, column) : default(Identifier?),
            Expression = key.Expression is { } expression ? heirs.Follow(table, expression) : null,
        })],
        Included = heirs.Follow(table, index.Included),
        Condition = index.Condition is { } condition ? heirs.Follow(table, condition) : null,
        Source = default,
    };

    private static Identifier NameOf(Identifier original, IEnumerable<Identifier> heirs) => Naming.Derive(Prefix, original, heirs);

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> things)
        where T : INamed => things.Where(thing => !thing.Name.Name.Value.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(thing => thing.Name.Name);
}
