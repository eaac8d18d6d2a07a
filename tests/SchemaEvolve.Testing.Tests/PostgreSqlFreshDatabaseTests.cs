using Npgsql;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.Testing.Tests;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class PostgreSqlFreshDatabaseTests(PostgreSqlServer server) : FreshDatabaseSuite
{
    [Test]
    public async Task Some_are_kept_ready_and_go_when_nobody_has_asked_for_them()
    {
        var databases = Databases(new() { Ahead = 2 });
        var first = await databases.CreateAsync();
        await Conformance.Eventually.BeAsync(async () => (await FreshAsync()).Count == 3);

        var second = await databases.CreateAsync();
        var third = await databases.CreateAsync();

        await Conformance.Eventually.BeAsync(async () => (await FreshAsync()).Count == 5);
        new[] { first, second, third }.Select(database => database.ConnectionString).Should().OnlyHaveUniqueItems();
        await databases.DisposeAsync();
        (await FreshAsync()).Should().BeEmpty();
    }

    [Test]
    public async Task Who_has_waited_for_the_template_of_another_copies_it_while_the_other_still_does()
    {
        var others = new TaskCompletionSource();
        MigrationSet Slow() => MigrationSet.OfRecorded(Conformance.Recorded.Migration(1, "Slow", schema => schema.RunIrreversible("wait", version: 1, (_, _) => others.Task, "Nothing is done.")));
        await using var one = Ground.Choose(FreshDatabases.Of(Slow(), new() { Ahead = 0 }));
        await using var other = Ground.Choose(FreshDatabases.Of(Slow(), new() { Ahead = 0 }));

        Task<FreshDatabase>[] both = [one.CreateAsync(), other.CreateAsync()];
        await Conformance.Eventually.BeAsync(() => AskAsync<bool>(
            Ground.ConnectionString,
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"));
        others.SetResult();

        (await Task.WhenAll(both).WaitAsync(TimeSpan.FromSeconds(30))).Select(database => database.ConnectionString).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public async Task A_role_that_may_not_create_databases_is_told_of_schemas_and_has_them()
    {
        var role = await CreateRoleAsync();
        await using var forbidden = FreshDatabases.Of(TestRun.Counter.Migrations(Ground.Folder)).UsePostgreSql(role);
        var schemas = FreshDatabases.Of(TestRun.Counter.Migrations(Ground.Folder), new() { Isolation = Testing.Isolation.Schema }).UsePostgreSql(role);

        var create = () => forbidden.CreateAsync();
        await create.Should().ThrowAsync<FreshDatabaseException>().WithMessage("*permission denied to create database*Isolation = Isolation.Schema*");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => WriteAndReadAsync(schemas, number)));
        await using (var database = await schemas.CreateAsync())
        {
            var migrator = new Migrator(database.Provider, TestRun.Counter.Migrations(Ground.Folder, "more"));
            (await migrator.MigrateAsync()).Outcome.Should().Be(MigrationOutcome.Migrated);
            (await migrator.DriftAsync()).Should().BeEmpty();
        }

        await schemas.DisposeAsync();
        (await AskAsync<long>(Ground.ConnectionString, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'se\\_%'")).Should().Be(0);
    }

    [Test]
    public async Task What_reaches_beyond_a_schema_is_refused_where_schemas_keep_tests_apart()
    {
        var sales = Conformance.Recorded.Migration(1, "Sales", schema => schema.CreateTable(("sales", "orders"), Column.Int64("id").PrimaryKey()));
        await using var databases = Ground.Choose(FreshDatabases.Of(MigrationSet.OfRecorded(sales), new() { Isolation = Testing.Isolation.Schema }));

        var create = () => databases.CreateAsync();

        await create.Should().ThrowAsync<FreshDatabaseException>().WithMessage("“Create table sales.orders” reaches beyond *");
    }

    // Databases are told apart by the one that they were made from.
    protected override async Task<Ground> CreateGroundAsync()
    {
        var home = await server.CreateDatabaseAsync();
        var realm = (await home.QueryAsync<string>("SELECT left(md5(current_database() || '|' || current_user), 8)")).Single();
        var folder = Directory.CreateTempSubdirectory("schema-evolve-");

        return new(
            Engines.PostgreSql,
            home.ConnectionString,
            folder.FullName,
            databases => databases.UsePostgreSql(home.ConnectionString),
            connectionString => new NpgsqlConnection(connectionString),
            ListAsync,
            async () =>
            {
                foreach (var name in await ListAsync())
                {
                    await home.ExecuteAsync($"DROP DATABASE \"{name}\" WITH (FORCE)");
                }

                await home.DisposeAsync();
                await AskAsync<object>(await server.AddressAsync(), $"DROP ROLE IF EXISTS \"{RoleOf(home.Name)}\"");
                folder.Delete(recursive: true);
            });

        async Task<IReadOnlyList<string>> ListAsync() => await home.QueryAsync<string>($"SELECT datname::text FROM pg_database WHERE datname LIKE 'se\\_%\\_{realm}\\_%'");
    }

    private async Task<IReadOnlyList<string>> FreshAsync() => [.. (await Ground.ListAsync()).Where(name => name.StartsWith("se_fresh_", StringComparison.Ordinal))];

    private async Task<string> CreateRoleAsync()
    {
        var builder = new NpgsqlConnectionStringBuilder(Ground.ConnectionString);
        var role = RoleOf(builder.Database!);
        await AskAsync<object>(Ground.ConnectionString, $"CREATE ROLE \"{role}\" LOGIN; GRANT CREATE ON DATABASE \"{builder.Database}\" TO \"{role}\"");
        builder.Username = role;
        return builder.ConnectionString;
    }

    private static string RoleOf(string database) => $"{database}_tester";
}
