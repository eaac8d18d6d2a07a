using Npgsql;
using SchemaEvolve.Conformance;

namespace SchemaEvolve.PostgreSql.Tests.Suites;

/// <summary>The shell of PostgreSQL. That of Debian talks to servers of any version.</summary>
internal static class PsqlShell
{
    /// <summary>Runs a script in it.</summary>
    /// <returns>What it complained of. Nothing means that it came to the end.</returns>
    public static Task<string> RunAsync(string connectionString, string script)
    {
        var place = new NpgsqlConnectionStringBuilder(connectionString);

        return Shell.RunAsync("psql", script, file =>
            ["--no-psqlrc", $"--file={file}", $"--host={place.Host}", $"--username={place.Username}", $"--dbname={place.Database}"]);
    }
}
