namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>A row of <c>sizes.sql</c>.</summary>
internal sealed record SizeRow
{
    public string? Schema { get; init; }

    public string Table { get; init; } = "";

    public long Rows { get; init; }

    public long Bytes { get; init; }

    public long IndexBytes { get; init; }

    public long Writes { get; init; }

    public double? LastReadAgo { get; init; }
}

/// <summary>A row of <c>surroundings.sql</c>.</summary>
internal sealed record SurroundingRow
{
    public string Kind { get; init; } = "";

    public string? Schema { get; init; }

    public string Name { get; init; } = "";

    public string? Detail { get; init; }

    public long Amount { get; init; }

    public long? Bound { get; init; }
}
