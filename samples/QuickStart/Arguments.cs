using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace QuickStart;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    private const string Usage = """

        The arguments are:
          --connection "Data Source=bakery.db"   the database; by default an SQLite file in the temp folder
          --provider sqlite|postgresql           the kind of database; postgresql wants a --connection
          --reset                                start over with an empty SQLite file
        """;

    public string Connection { get; private init; } = $"Data Source={Path.Combine(Path.GetTempPath(), "schema-evolve-quickstart.db")}";

    public bool IsPostgreSql { get; private init; }

    public bool Reset { get; private init; }

    /// <summary>Where the database is, without any secret.</summary>
    public string Place => IsPostgreSql
        ? $"{new NpgsqlConnectionStringBuilder(Connection).Database} on {new NpgsqlConnectionStringBuilder(Connection).Host}"
        : File;

    private string File => Path.GetFullPath(new SqliteConnectionStringBuilder(Connection).DataSource);

    public DbDataSource DataSource => IsPostgreSql ? NpgsqlDataSource.Create(Connection) : SqliteFactory.Instance.CreateDataSource(Connection);

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
                { IsPostgreSql: false, File.Length: > 0 } => arguments,
                { IsPostgreSql: true, Reset: true } => throw new FormatException("--reset is for SQLite. Drop the PostgreSQL database and create it again."),
                _ when arguments != new Arguments { IsPostgreSql = true } && new NpgsqlConnectionStringBuilder(arguments.Connection).Host is { Length: > 0 } => arguments,
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
        ["--reset", .. var rest] => Read(rest) with { Reset = true },
        ["--connection", var connection, .. var rest] => Read(rest) with { Connection = connection },
        ["--provider", "sqlite", .. var rest] => Read(rest),
        ["--provider", "postgresql", .. var rest] => Read(rest) with { IsPostgreSql = true },
        ["--provider", var unknown, ..] => throw new FormatException($"There is no provider {unknown}."),
        ["--connection" or "--provider"] => throw new FormatException($"{args[0]} wants a value behind it."),
        [var unknown, ..] => throw new FormatException($"There is no argument {unknown}."),
    };
}
