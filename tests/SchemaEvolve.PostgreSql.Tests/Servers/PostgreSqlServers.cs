using System.Globalization;

namespace SchemaEvolve.PostgreSql.Tests.Servers;

/// <summary>The servers that there are: the one that an environment variable names, else one per major version whose binaries are found.</summary>
/// <example><code>[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]</code></example>
public static class PostgreSqlServers
{
    private const string Given = "SCHEMA_EVOLVE_POSTGRESQL";
    private const string Binaries = "SCHEMA_EVOLVE_POSTGRESQL_BINARIES";
    private const string Debian = "/usr/lib/postgresql";

    /// <summary>The servers, oldest first.</summary>
    public static IReadOnlyList<PostgreSqlServer> All { get; } = Environment.GetEnvironmentVariable(Given) is { Length: > 0 } given
        ? [PostgreSqlServer.At(given)]
        : [.. Find(PostgreSqlServer.Of)];

    /// <summary>The newest of them, for what takes long and is the same on all.</summary>
    public static IReadOnlyList<PostgreSqlServer> Newest { get; } = [All[^1]];

    /// <summary>Those of them that can have a twin.</summary>
    public static IReadOnlyList<PostgreSqlServer> Local { get; } = Environment.GetEnvironmentVariable(Given) is { Length: > 0 } ? [] : All;

    /// <summary>A twin of the newest, for tests that kill it, or nothing if none can be started.</summary>
    public static PostgreSqlServer? Apart { get; } = Local is [.., var newest] ? newest.Twin() : null;

    /// <summary>The newest of them that another can follow: some packages come without what that takes.</summary>
    public static IReadOnlyList<PostgreSqlServer> Followed { get; } = [.. Local.Where(server => server.CanBeFollowed).TakeLast(1)];

    /// <summary>A standby of each server, where there are binaries to start one.</summary>
    public static IReadOnlyList<PostgreSqlServer> Standbys { get; } = Environment.GetEnvironmentVariable(Given) is { Length: > 0 }
        ? []
        : [.. Find(PostgreSqlServer.StandbyOf)];

    private static IEnumerable<PostgreSqlServer> Find(Func<int, string, PostgreSqlServer> start)
    {
        var found = new SortedDictionary<int, string>();
        foreach (var folder in new[] { Debian, Environment.GetEnvironmentVariable(Binaries) ?? "" }.Where(Directory.Exists))
        {
            foreach (var version in Directory.EnumerateDirectories(folder))
            {
                var bin = Path.Combine(version, "bin");
                if (int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var major) && File.Exists(Path.Combine(bin, "postgres")))
                {
                    found[major] = bin;
                }
            }
        }

        return found.Count > 0
            ? found.Select(one => start(one.Key, one.Value))
            : throw new InvalidOperationException($"There is no PostgreSQL in {Debian}. Install one, set {Binaries} to what tests/postgresql.sh prints, or {Given} to a connection string.");
    }
}
