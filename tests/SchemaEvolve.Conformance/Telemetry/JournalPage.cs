using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SchemaEvolve.Conformance.Telemetry;

/// <summary>The columns of the journal, as docs/journal.md lists them.</summary>
public static partial class JournalPage
{
    /// <summary>The columns of one database, each behind its table.</summary>
    public static IEnumerable<string> Columns(string engine, [CallerFilePath] string test = "") =>
        from chapter in File.ReadAllText(Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "..", "docs", "journal.md")).Split("\n## ")
        from Match row in Row().Matches(chapter)
        where row.Groups[engine].Value != "–"
        select $"{chapter.Split('\n')[0]}.{row.Groups["column"].Value}";

    /// <summary>The queries, as they are written there.</summary>
    public static IEnumerable<string> Queries([CallerFilePath] string test = "") =>
        from Match block in Block().Matches(File.ReadAllText(Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "..", "docs", "journal.md")))
        select block.Groups["sql"].Value;

    [GeneratedRegex(@"^\| `(?<column>\w+)` \| (?<PostgreSQL>[^|]+) \| (?<SQLite>[^|]+) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("^```sql\n(?<sql>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
