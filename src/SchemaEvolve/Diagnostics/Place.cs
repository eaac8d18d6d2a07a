using System.Data.Common;
using System.Diagnostics;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Diagnostics;

/// <summary>The database that spans and metrics are about, as OpenTelemetry has it.</summary>
/// <param name="System">The kind of database.</param>
/// <param name="Address">Where it is.</param>
internal sealed record Place(string System, DatabaseAddress Address)
{
    public static Place Of(DatabaseProvider provider, DbConnection connection) =>
        new(provider.Engine.ToLowerInvariant(), provider.Connections.AddressOf(connection));

    /// <summary>The tags of a metric: few, so that a backend can afford them.</summary>
    public TagList Tags(params ReadOnlySpan<KeyValuePair<string, object?>> more)
    {
        var tags = new TagList { { Diagnostics.Tags.System, System }, { Diagnostics.Tags.Namespace, Address.Name } };
        foreach (var tag in more)
        {
            tags.Add(tag);
        }

        return tags;
    }
}
