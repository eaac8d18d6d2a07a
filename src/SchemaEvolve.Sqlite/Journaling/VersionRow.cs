using System.Globalization;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>What the journal says about its tables.</summary>
internal sealed record VersionRow(string Format, string? Layout, string Release)
{
    public JournalVersion ToVersion() => new(
        int.Parse(Format, CultureInfo.InvariantCulture),
        Layout is null ? JournalVersion.First.Layout : int.Parse(Layout, CultureInfo.InvariantCulture),
        Release);
}
