using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace QuickStart;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    private const string Usage = """

        The arguments are:
          --connection "Data Source=bakery.db"   the database; by default a file in the temp folder
          --provider sqlite                      the kind of database; postgresql is still to come
          --reset                                start over with an empty database
        """;

    public string Connection { get; private init; } = $"Data Source={Path.Combine(Path.GetTempPath(), "schema-evolve-quickstart.db")}";

    public bool Reset { get; private init; }

    public string File => Path.GetFullPath(new SqliteConnectionStringBuilder(Connection).DataSource);

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Arguments? arguments, [NotNullWhen(false)] out string? mistake)
    {
        try
        {
            (arguments, mistake) = (Parse(args), null);
            return true;
        }
        catch (FormatException misspelt)
        {
            (arguments, mistake) = (null, misspelt.Message + Environment.NewLine + Usage);
            return false;
        }
    }

    public void DeleteFile()
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            System.IO.File.Delete(File + suffix);
        }
    }

    private static Arguments Parse(ReadOnlySpan<string> args) => args switch
    {
        [] => new(),
        ["--reset", .. var rest] => Parse(rest) with { Reset = true },
        ["--connection", var connection, .. var rest] => Parse(rest) with { Connection = Check(connection) },
        ["--provider", "sqlite", .. var rest] => Parse(rest),
        ["--provider", "postgresql", ..] => throw new FormatException("QuickStart does not run on PostgreSQL yet. Leave --provider away, or say sqlite."),
        ["--provider", var unknown, ..] => throw new FormatException($"There is no provider {unknown}."),
        ["--connection" or "--provider"] => throw new FormatException($"{args[0]} wants a value behind it."),
        [var unknown, ..] => throw new FormatException($"There is no argument {unknown}."),
    };

    private static string Check(string connection)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connection).DataSource is { Length: > 0 } ? connection : throw new FormatException("--connection names no file.");
        }
        catch (ArgumentException misspelt)
        {
            throw new FormatException($"--connection is no connection string. {misspelt.Message}", misspelt);
        }
    }
}
