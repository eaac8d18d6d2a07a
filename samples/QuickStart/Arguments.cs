using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Npgsql;
using SchemaEvolve.Planning;

namespace QuickStart;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    private const string Usage = """

        The arguments are:
          --connection "Data Source=bakery.db"   the database; by default an SQLite file in the temp folder
          --provider sqlite|postgresql           the kind of database; postgresql wants a --connection
          --reset                                start over with an empty SQLite file
          plan                                   print what would be done, and do nothing; without a --connection, to an empty database
          --format sql|markdown|json             how to print it: by default markdown, a playbook
        """;

    private static readonly string[] Formats = ["sql", "markdown", "json"];

    // Nothing is opened by the second one: it stands for a server that is not there.
    public string Connection => Given ?? (IsPostgreSql ? "Host=localhost" : $"Data Source={Path.Combine(Path.GetTempPath(), "schema-evolve-quickstart.db")}");

    /// <summary>Whether a plan is asked for, and nothing else.</summary>
    public bool OnlyPlans { get; private init; }

    /// <summary>Whether it is a plan for a database that nobody has named.</summary>
    public bool IsOffline => OnlyPlans && Given is null;

    public bool IsPostgreSql { get; private init; }

    public bool Reset { get; private init; }

    /// <summary>Where the database is, without any secret.</summary>
    public string Place => IsPostgreSql
        ? $"{new NpgsqlConnectionStringBuilder(Connection).Database} on {new NpgsqlConnectionStringBuilder(Connection).Host}"
        : File;

    private string? Given { get; init; }

    private string? Format { get; init; }

    private string File => Path.GetFullPath(new SqliteConnectionStringBuilder(Connection).DataSource);

    public DbDataSource DataSource => IsPostgreSql ? NpgsqlDataSource.Create(Connection) : SqliteFactory.Instance.CreateDataSource(Connection);

    /// <summary>The plan as it is to be printed.</summary>
    public string Print(Plan plan) => Format switch
    {
        "sql" => plan.ToSql(),
        "json" => plan.ToJson(),
        _ => plan.ToMarkdown(),
    };

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

    private static Arguments Parse(ReadOnlySpan<string> args)
    {
        var arguments = Read(args);
        try
        {
            return arguments switch
            {
                { Format: not null, OnlyPlans: false } => throw new FormatException("--format says how a plan is printed. Write plan in front of it."),
                { Reset: true, OnlyPlans: true } => throw new FormatException("A plan changes nothing, so it does not go with --reset."),
                { IsOffline: true } => arguments,
                { IsPostgreSql: false, File.Length: > 0 } => arguments,
                { IsPostgreSql: true, Reset: true } => throw new FormatException("--reset is for SQLite. Drop the PostgreSQL database and create it again."),
                { Given: { } given } when new NpgsqlConnectionStringBuilder(given).Host is { Length: > 0 } => arguments,
                _ => throw new FormatException("--provider postgresql wants a --connection, such as \"Host=localhost;Database=bakery;Username=baker\"."),
            };
        }
        catch (ArgumentException misspelt)
        {
            throw new FormatException($"--connection is no connection string of that provider. {misspelt.Message}", misspelt);
        }
    }

    private static Arguments Read(ReadOnlySpan<string> args) => args switch
    {
        [] => new(),
        ["plan", .. var rest] => Read(rest) with { OnlyPlans = true },
        ["--format", var format, .. var rest] when Formats.Contains(format) => Read(rest) with { Format = format },
        ["--format", var unknown, ..] => throw new FormatException($"There is no format {unknown}. There is: {string.Join(", ", Formats)}."),
        ["--reset", .. var rest] => Read(rest) with { Reset = true },
        ["--connection", var connection, .. var rest] => Read(rest) with { Given = connection },
        ["--provider", "sqlite", .. var rest] => Read(rest),
        ["--provider", "postgresql", .. var rest] => Read(rest) with { IsPostgreSql = true },
        ["--provider", var unknown, ..] => throw new FormatException($"There is no provider {unknown}. There is: sqlite, postgresql."),
        ["--connection" or "--provider" or "--format"] => throw new FormatException($"{args[0]} wants a value behind it."),
        [var unknown, ..] => throw new FormatException($"There is no argument {unknown}."),
    };
}
