using System.Diagnostics;
using Npgsql;
using SchemaEvolve.Conformance;

namespace SchemaEvolve.PostgreSql.Tests.Suites;

/// <summary>The shell of PostgreSQL. That of Debian talks to servers of any version.</summary>
internal static class PsqlShell
{
    /// <summary>Runs a script in it.</summary>
    /// <returns>What it complained of. Nothing means that it came to the end.</returns>
    public static Task<string> RunAsync(string connectionString, string script) => Shell.RunAsync("psql", script, file => Arguments(connectionString, file));

    /// <summary>Begins to run a script that is in a file.</summary>
    public static Process Start(string connectionString, string file) => Process.Start("psql", Arguments(connectionString, file));

    private static string[] Arguments(string connectionString, string file)
    {
        var place = new NpgsqlConnectionStringBuilder(connectionString);

        return ["--no-psqlrc", $"--file={file}", $"--host={place.Host}", $"--username={place.Username}", $"--dbname={place.Database}"];
    }
}
