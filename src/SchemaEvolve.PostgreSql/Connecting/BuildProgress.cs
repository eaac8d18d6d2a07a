namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>How far a concurrent index build has come, as Dapper reads it.</summary>
internal sealed record BuildProgress
{
    public string Phase { get; init; } = "";

    public long Done { get; init; }

    public long Total { get; init; }
}
