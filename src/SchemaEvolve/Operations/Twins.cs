using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Operations;

/// <summary>Copies what stands on a column to the column that takes its place.</summary>
internal static class Twins
{
    private const string Prefix = "_se_twin";

    /// <summary>All indexes and rules that name a column, in the order of their names. What is a copy itself has its original to follow.</summary>
    public static ValueList<Twin> Of(Table table, Identifier from, Identifier to) =>
    [
        .. Sorted(table.Indexes).Where(index => index.Mentions(from)).Select(index =>
        {
            var copy = Copy(index, from, to);

            return new Twin(new CreateIndex(table.Name, copy), new DropIndex(table.Name, index.Name) { IsOnline = false }, new RenameIndex(table.Name, copy.Name, index.Name));
        }),
        .. Sorted(table.Uniques).Where(unique => unique.Columns.Contains(from)).Select(unique =>
        {
            var copy = unique with { Name = NameOf(unique.Name, to), Columns = Copy(unique.Columns, from, to) };

            return new Twin(new AddUnique(table.Name, copy), new DropUnique(table.Name, unique.Name), new RenameConstraint(table.Name, copy.Name, unique.Name));
        }),
        .. Sorted(table.Checks).Where(check => SqlLexer.Mentions(check.Condition, from)).Select(check =>
        {
            var copy = check with { Name = NameOf(check.Name, to), Condition = SqlLexer.Rename(check.Condition, from, to) };

            return new Twin(new AddCheck(table.Name, copy), new DropCheck(table.Name, check.Name), new RenameConstraint(table.Name, copy.Name, check.Name));
        }),
        .. Sorted(table.ForeignKeys).Where(key => key.Columns.Contains(from)).Select(key =>
        {
            var copy = key with { Name = NameOf(key.Name, to), Columns = Copy(key.Columns, from, to) };

            return new Twin(new AddForeignKey(table.Name, copy), new DropForeignKey(table.Name, key.Name), new RenameConstraint(table.Name, copy.Name, key.Name));
        }),
    ];

    /// <summary>Indexes with which the new version is as fast by the new name as the old one by the old, and can upsert by the same keys.</summary>
    public static ValueList<Index> Indexes(Table table, Identifier from, Identifier to) =>
    [
        .. Sorted(table.Indexes).Where(index => index.Mentions(from)).Select(index => Copy(index, from, to)),
        .. Sorted(table.Uniques).Where(unique => unique.Columns.Contains(from)).Select(unique => Copy(new Index(unique.Name, Keys(unique.Columns)) { IsUnique = true, AreNullsDistinct = unique.AreNullsDistinct }, from, to)),
        .. table.PrimaryKey is { } key && key.Columns.Contains(from)
            ? [Copy(new Index(key.Name, Keys(key.Columns)) { IsUnique = true }, from, to)]
            : Array.Empty<Index>(),
    ];

    private static ValueList<IndexKey> Keys(ValueList<Identifier> columns) => [.. columns.Select(IndexKey.Ascending)];

    /// <summary>Takes the foreign keys among them over. They lock a second table, so they go before the rest, which is then one transaction; and each copy takes its name at once, for whoever goes on from there finds no more trace of the original.</summary>
    public static IEnumerable<Change> TakeKeys(IEnumerable<Twin> twins) => twins.Where(IsKey).SelectMany(key => (Change[])[key.Drop, key.Rename]);

    /// <summary>All but the foreign keys.</summary>
    public static IReadOnlyList<Twin> Rest(IEnumerable<Twin> twins) => [.. twins.Where(twin => !IsKey(twin))];

    private static bool IsKey(Twin twin) => twin.Drop is DropForeignKey;

    private static Index Copy(Index index, Identifier from, Identifier to) => index with
    {
        Name = NameOf(index.Name, to),
        Keys = [.. index.Keys.Select(key => key with
        {
            Column = key.Column == from ? to : key.Column,
            Expression = key.Expression is { } expression ? SqlLexer.Rename(expression, from, to) : null,
        })],
        Included = Copy(index.Included, from, to),
        Condition = index.Condition is { } condition ? SqlLexer.Rename(condition, from, to) : null,
        Source = default,
    };

    private static ValueList<Identifier> Copy(ValueList<Identifier> columns, Identifier from, Identifier to) =>
        [.. columns.Select(column => column == from ? to : column)];

    private static Identifier NameOf(Identifier original, Identifier to) => Naming.Derive(Prefix, original, to);

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> things)
        where T : INamed => things.Where(thing => !thing.Name.Name.Value.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(thing => thing.Name.Name);

}
