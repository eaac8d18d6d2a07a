using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>A row of the journal's quarantine, as Dapper reads it.</summary>
internal sealed record QuarantineRow
{
    public long Migration { get; init; }

    public int Number { get; init; }

    public string Relation { get; init; } = "";

    public string Key { get; init; } = "";

    public string Error { get; init; } = "";

    public QuarantinedRow ToRow() => new(Migration, Number, Relation, Key, Error);
}
