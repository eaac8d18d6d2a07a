using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>What the journal says about its tables, as Dapper reads it.</summary>
internal sealed record VersionRow
{
    public int Format { get; init; }

    public int? Layout { get; init; }

    public string? Release { get; init; }

    public JournalVersion ToVersion() => new(Format, Layout ?? JournalVersion.First.Layout, Release ?? JournalVersion.First.Release);
}
