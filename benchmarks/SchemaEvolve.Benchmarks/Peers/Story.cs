using System.Globalization;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>A history that every library is to bring about.</summary>
/// <param name="Deed">What each migration does.</param>
/// <param name="Length">How many migrations there are.</param>
internal sealed record Story(Deed Deed, int Length)
{
    /// <summary>The numbers of the migrations.</summary>
    public IEnumerable<int> Numbers => Enumerable.Range(1, Length);

    /// <summary>What a migration is called, so that the order of the names is the order of the numbers.</summary>
    public static string Name(int number) => $"V{number.ToString("D5", CultureInfo.InvariantCulture)}";

    /// <summary>The statements of a migration, which both database systems understand.</summary>
    public static IReadOnlyList<string> Statements(Deed deed, int number) => deed switch
    {
        Deed.Table =>
        [
            $"CREATE TABLE t{number} (id bigint PRIMARY KEY, name text NOT NULL)",
            $"CREATE INDEX ix_t{number}_name ON t{number} (name)",
            $"ALTER TABLE t{number} ADD COLUMN points integer NOT NULL DEFAULT 0",
        ],
        _ => ["UPDATE counter SET value = value + 1"],
    };

    /// <summary>Writes a file of SQL for each migration, for those who take files.</summary>
    public string WriteFiles(DirectoryInfo folder, string separator)
    {
        foreach (var number in Numbers)
        {
            File.WriteAllText(Path.Combine(folder.FullName, $"{Name(number)}{separator}{Deed}.sql"), $"{string.Join(";\n", Statements(Deed, number))};\n");
        }

        return folder.FullName;
    }
}
