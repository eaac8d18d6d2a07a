namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>A row of the journal's instances, as Dapper reads it.</summary>
internal sealed record InstanceRow
{
    public Guid Id { get; init; }

    public string AppVersion { get; init; } = "";

    public string Host { get; init; } = "";

    public int Process { get; init; }

    public long[] Known { get; init; } = [];

    public TimeSpan Silence { get; init; }

    public TimeSpan Steadiness { get; init; }

    public TimeSpan Patience { get; init; }

    public Instance ToInstance() => new(Id, AppVersion, Host, Process, [.. Known], Silence, Steadiness, Patience);
}
