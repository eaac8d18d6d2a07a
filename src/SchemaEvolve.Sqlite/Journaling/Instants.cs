using System.Globalization;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>How the journal writes instants: as text in UTC, by the clock of the process that runs SQLite.</summary>
internal static class Instants
{
    public const string Now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

    public static DateTimeOffset Read(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
