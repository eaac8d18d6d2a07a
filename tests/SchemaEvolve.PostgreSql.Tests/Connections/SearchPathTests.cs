using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

/// <summary>A name without a schema means the first schema of the search path, for what is read as for what is changed.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
public sealed class SearchPathTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema => schema
        .CreateTable("customers", Column.Int64("id").PrimaryKey()));

    private static readonly RecordedMigration AddEmail = Recorded.Migration(2, "AddEmail", schema => schema
        .Table("customers").AddColumn(Column.Text("email")).AddIndex("email"));

    [Test]
    public async Task Where_public_is_not_searched_all_goes_into_the_schema_that_is()
    {
        await Database.ExecuteAsync("CREATE SCHEMA app; CREATE TABLE public.customers (id int)");
        await SearchAsync("app");

        await MigrateAsync(Create, AddEmail);

        (await ColumnsAsync()).Should().Equal("app.customers.email", "app.customers.id", "public.customers.id");
        (await MigrateAsync(Create, AddEmail)).Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    [Test]
    public async Task A_table_of_the_same_name_in_a_later_schema_is_left_alone()
    {
        await Database.ExecuteAsync("CREATE SCHEMA app; CREATE TABLE public.customers (id int)");
        await SearchAsync("app, public");
        await MigrateAsync(Create);

        await MigrateAsync(Create, AddEmail);

        (await ColumnsAsync()).Should().Equal("app.customers.email", "app.customers.id", "public.customers.id");
    }

    [Test]
    public async Task A_table_that_another_schema_now_stands_before_is_missed_by_name()
    {
        await MigrateAsync(Create);
        await Database.ExecuteAsync("CREATE SCHEMA app");
        await SearchAsync("app, public");

        var migrating = () => MigrateAsync(Create, AddEmail);

        await migrating.Should().ThrowAsync<MigrationPlanException>().WithMessage("*Table customers does not exist. There is: public.customers.");
        (await ColumnsAsync()).Should().Equal("public.customers.id");
    }

    [Test]
    public async Task Where_no_schema_is_searched_the_search_path_is_blamed()
    {
        await SearchAsync("nowhere");

        var migrating = () => MigrateAsync(Create);

        (await migrating.Should().ThrowAsync<MigrationFailedException>()).WithMessage("*no schema has been selected to create in*search_path*");
    }

    private Task SearchAsync(string path) => Database.ExecuteAsync($"ALTER DATABASE \"{Database.Name}\" SET search_path = {path}");

    private Task<MigrationReport> MigrateAsync(params IEnumerable<RecordedMigration> migrations) =>
        new Migrator(PostgreSqlProvider.Create(Database.ConnectionString), MigrationSet.OfRecorded(migrations)).MigrateAsync();

    private Task<IReadOnlyList<string>> ColumnsAsync() => Database.QueryAsync<string>(
        """
        SELECT concat_ws('.', table_schema, table_name, column_name)
        FROM information_schema.columns
        WHERE table_schema IN ('app', 'public')
        ORDER BY 1
        """);
}
