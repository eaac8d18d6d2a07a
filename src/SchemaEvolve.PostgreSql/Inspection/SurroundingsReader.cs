using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>Puts the surroundings together from what the queries found.</summary>
internal static class SurroundingsReader
{
    public static Surroundings Read(Version version, IEnumerable<SizeRow> sizes, IEnumerable<SurroundingRow> others)
    {
        var kinds = others.ToLookup(row => row.Kind);
        ValueList<TableSize> tables = [.. sizes.Select(ReadSize)];

        return new(version)
        {
            Tables = tables,
            Bytes = tables.Sum(size => size.Bytes + size.IndexBytes),
            Counters = [.. kinds["counter"].Select(row => new Counter(Name(row.Schema, row.Name), row.Detail!, row.Amount, row.Bound!.Value))],
            Stragglers =
            [
                .. kinds["transaction"].Select(row => new Straggler(row.Name, TimeSpan.FromSeconds(row.Amount), IsPrepared: false)),
                .. kinds["prepared"].Select(row => new Straggler(row.Name, TimeSpan.FromSeconds(row.Amount), IsPrepared: true)),
            ],
            Followers = [.. kinds["slot"].Select(row => new Follower(row.Name, row.Detail is not null, row.Amount))],
            TransactionAge = kinds["database"].Select(row => (long?)row.Amount).FirstOrDefault(),
        };
    }

    private static TableSize ReadSize(SizeRow row) => new(Name(row.Schema, row.Table), row.Rows, row.Bytes, row.IndexBytes)
    {
        Writes = row.Writes,
        LastReadAgo = row.LastReadAgo is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    private static QualifiedName Name(string? schema, string name) => schema is { } known ? (known, name) : name;
}
