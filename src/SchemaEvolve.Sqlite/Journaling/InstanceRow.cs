using System.Text.Json;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>A row of <c>schema_evolve_instances</c>.</summary>
internal sealed record InstanceRow(
    string Id,
    string AppVersion,
    string Host,
    int Process,
    string Known,
    double Silence,
    double Steadiness,
    double Patience)
{
    public Instance ToInstance() => new(
        Guid.Parse(Id),
        AppVersion,
        Host,
        Process,
        [.. JsonSerializer.Deserialize(Known, EntryJson.Default.Int64Array) ?? []],
        TimeSpan.FromSeconds(Silence),
        TimeSpan.FromSeconds(Steadiness),
        TimeSpan.FromSeconds(Patience));
}
