using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Suites;

/// <summary>A server, as a type that a suite can be closed with.</summary>
public interface IPlace
{
    static abstract PostgreSqlServer Server { get; }
}

/// <summary>The engines that the suites run on: one for each server that there is.</summary>
public static class PostgreSqlEngines
{
    private static readonly Type[] Places = [typeof(First), typeof(Second), typeof(Third), typeof(Fourth), typeof(Fifth)];

    public static IEnumerable<TestFixtureData> All => Places.Take(PostgreSqlServers.All.Count).Select((place, index) => On(place, PostgreSqlServers.All[index]));

    /// <summary>The oldest and the newest of them, for what takes long and is the same on those between.</summary>
    public static IEnumerable<TestFixtureData> Ends => All.Where((_, place) => place == 0 || place == PostgreSqlServers.All.Count - 1);

    /// <summary>The newest of them, for what takes long and is the same on all.</summary>
    public static IEnumerable<TestFixtureData> Newest => [All.Last()];

    /// <summary>The one that may be killed.</summary>
    public static IEnumerable<TestFixtureData> Apart => PostgreSqlServers.Apart is { } server ? [On(typeof(Another), server)] : [];

    private static TestFixtureData On(Type place, PostgreSqlServer server) =>
        new TestFixtureData { TypeArgs = [typeof(PostgreSqlEngine<>).MakeGenericType(place)] }.SetArgDisplayNames($"{server}");

    private sealed class Another : IPlace
    {
        public static PostgreSqlServer Server => PostgreSqlServers.Apart!;
    }

    private sealed class First : IPlace
    {
        public static PostgreSqlServer Server => PostgreSqlServers.All[0];
    }

    private sealed class Second : IPlace
    {
        public static PostgreSqlServer Server => PostgreSqlServers.All[1];
    }

    private sealed class Third : IPlace
    {
        public static PostgreSqlServer Server => PostgreSqlServers.All[2];
    }

    private sealed class Fourth : IPlace
    {
        public static PostgreSqlServer Server => PostgreSqlServers.All[3];
    }

    private sealed class Fifth : IPlace
    {
        public static PostgreSqlServer Server => PostgreSqlServers.All[4];
    }
}
