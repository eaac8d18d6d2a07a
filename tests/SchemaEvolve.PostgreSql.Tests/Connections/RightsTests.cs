using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Changes;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
internal sealed class RightsTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly MigratorOptions AtOnce = new() { Contract = ContractPolicy.Immediately, Retention = TimeSpan.Zero, Safety = SafetyLevel.Off };

    private string _role = "";

    // Roles belong to the whole server, so their names tell tests apart.
    [SetUp]
    public async Task CreateRoleAsync()
    {
        _role = $"plain_{Database.Name}";
        await Database.ExecuteAsync($"CREATE ROLE {_role} LOGIN; REVOKE CREATE ON SCHEMA public FROM public");
    }

    [TearDown]
    public Task DropRoleAsync() => Database.ExecuteAsync($"DROP OWNED BY {_role}; DROP ROLE {_role}");

    [Test]
    public async Task All_rights_that_are_missing_are_listed_at_once_and_are_enough()
    {
        await Database.ExecuteAsync(
            """
            CREATE SCHEMA sales;
            CREATE TYPE sales.size AS ENUM ('s', 'm');
            CREATE TYPE mood AS ENUM ('sad');
            CREATE SEQUENCE numbers;
            CREATE TABLE customers (id bigint PRIMARY KEY);
            CREATE TABLE countries (code text PRIMARY KEY);
            CREATE TABLE prices (id bigint PRIMARY KEY, amount int);
            CREATE TABLE sales.orders (id bigint PRIMARY KEY, customer bigint, number int);
            CREATE TABLE sales.returns (id bigint PRIMARY KEY)
            """);
        var migration = Migration(
            new CreateSchema("store"),
            new CreateTable(Table.Of(("sales", "shifts"), Column.Int64("id").PrimaryKey(), Column.Enum("size", ("sales", "size")), Column.Int64("customer")) with
            {
                ForeignKeys = [new("fk_shifts", ["customer"], "customers", ["id"])],
            }),
            new AddForeignKey(("sales", "orders"), new("fk_orders", ["customer"], "customers", ["id"])),
            new CreateIndex(("sales", "orders"), new Index("ix_number", ["number"])),
            new SetDefault(("sales", "orders"), "number", $"0"),
            new DropTable(("sales", "returns")),
            new DropSequence("numbers"),
            new AddEnumValue("mood", "happy"),
            new InsertRows("countries", ["code"], ["code"], [["AT"]], Overwrites: false),
            new UpdateRows("prices", [new("amount", $"1")], $"amount = 0", Undo.Nothing),
            new DeleteRows("prices", $"amount = 2", Undo.Nothing));

        var refusal = await RefusalAsync(migration);

        refusal.Should().Be(
            $"""
            The role that migrates lacks rights. Nothing has been touched. Let an administrator run:
                GRANT CREATE ON DATABASE {Database.Name} TO {_role};
                GRANT USAGE ON SCHEMA sales TO {_role};
                GRANT CREATE ON SCHEMA sales TO {_role};
                ALTER SEQUENCE public.numbers OWNER TO {_role};
                ALTER TABLE sales.orders OWNER TO {_role};
                ALTER TABLE sales.returns OWNER TO {_role};
                ALTER TYPE public.mood OWNER TO {_role};
                GRANT DELETE, SELECT, UPDATE ON public.prices TO {_role};
                GRANT INSERT, SELECT ON public.countries TO {_role};
                GRANT REFERENCES, SELECT, UPDATE ON public.customers TO {_role};
            """);
        (await Database.QueryAsync<string?>("SELECT to_regclass('schema_evolve.meta')::text")).Should().Equal([null]);
        await Database.ExecuteAsync(Grants(refusal));
        (await MigrateAsync(migration)).Outcome.Should().Be(MigrationOutcome.Migrated);
    }

    // What raw SQL needs, only its author knows, and an extension can be handed to nobody. Dual writes and aliases are in the way of some changes.
    private static IEnumerable<TestCaseData> Changes => Samples.All
        .Where(sample => sample.Arguments[1] is not (RunSql or CheckRows or DropExtension))
        .GroupBy(sample => ((Catalog)sample.Arguments[0]!, sample.Arguments[1]!.GetType()))
        .Select(samples => samples.Last())
        .Append(new TestCaseData(Samples.Shop, new ChangeColumnType("customers", "country", ColumnType.Text(), Conversion.None)).SetArgDisplayNames("Change type under a foreign key"));

    [TestCaseSource(nameof(Changes))]
    public async Task What_is_asked_for_is_enough_for_each_change(Catalog before, Change change)
    {
        await using var live = await LiveCatalog.CreateAsync(await Server.CreateDatabaseAsync(), before);
        await Samples.FillAsync(live);
        var migrating = () => MigrateAsync(live.Database, Migration(change));
        var refusal = await migrating.Should().ThrowAsync<MigrationConnectionException>();

        await live.ExecuteAsync(Sql.Raw(Grants(refusal.Which.Message)));

        (await migrating()).Outcome.Should().Be(MigrationOutcome.Migrated);
    }

    [Test]
    public async Task What_is_missing_on_a_journal_that_is_there_is_listed_too()
    {
        await MigrateAsOwnerAsync();
        await Database.ExecuteAsync($"GRANT USAGE ON SCHEMA schema_evolve TO {_role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA schema_evolve TO {_role}");
        await Database.ExecuteAsync($"CREATE TABLE customers (id int); REVOKE INSERT, UPDATE ON schema_evolve.events FROM {_role}");

        (await RefusalAsync(Migration(new AddColumn("customers", Column.Text("email"))))).Should().Be(
            $"""
            The role that migrates lacks rights. Nothing has been touched. Let an administrator run:
                ALTER TABLE public.customers OWNER TO {_role};
                GRANT INSERT, UPDATE ON schema_evolve.events TO {_role};
            """);
    }

    [Test]
    public async Task A_journal_that_cannot_even_be_read_is_complained_of_first()
    {
        await MigrateAsOwnerAsync();
        await Database.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA schema_evolve TO {_role}");

        (await RefusalAsync(Migration(new CreateSchema("store")))).Should().Be(
            $"""
            The role that migrates lacks rights. Nothing has been touched. Let an administrator run:
                GRANT USAGE ON SCHEMA schema_evolve TO {_role};
            """);
    }

    [Test]
    public async Task A_member_of_the_role_that_owns_a_table_may_alter_it()
    {
        await Database.ExecuteAsync(
            $"""
            CREATE ROLE {_role}_owners;
            GRANT {_role}_owners TO {_role};
            CREATE SCHEMA schema_evolve AUTHORIZATION {_role};
            CREATE TABLE customers (id int);
            ALTER TABLE customers OWNER TO {_role}_owners
            """);

        var report = await MigrateAsync(Migration(new AddColumn("customers", Column.Text("email"))));

        report.Outcome.Should().Be(MigrationOutcome.Migrated);
        await Database.ExecuteAsync($"DROP OWNED BY {_role}_owners; DROP ROLE {_role}_owners");
    }

    [Test]
    public async Task What_the_plan_makes_itself_needs_no_rights_beforehand()
    {
        await Database.ExecuteAsync($"CREATE SCHEMA schema_evolve AUTHORIZATION {_role}; CREATE SCHEMA shop; CREATE TABLE shop.customers (id bigint PRIMARY KEY)");
        await Database.ExecuteAsync($"GRANT USAGE, CREATE ON SCHEMA shop TO {_role}; GRANT REFERENCES, SELECT, UPDATE ON shop.customers TO {_role}");
        QualifiedName notes = ("shop", "notes");

        var report = await MigrateAsync(
            Migration(new CreateTable(Table.Of(notes, Column.Int64("id").PrimaryKey(), Column.Int64("customer")))),
            new(2, "Change", [
                new AddForeignKey(notes, new("fk", ["customer"], ("shop", "customers"), ["id"])),
                new CreateIndex(notes, new Index("ix_customer", ["customer"])),
                new InsertRows(notes, ["id"], ["id"], [[1]], Overwrites: true),
            ]));

        report.Outcome.Should().Be(MigrationOutcome.Migrated);
    }

    [Test]
    public async Task A_schema_that_an_administrator_made_for_the_journal_is_enough_where_there_is_nothing_to_do()
    {
        await Database.ExecuteAsync($"CREATE SCHEMA schema_evolve AUTHORIZATION {_role}");

        var report = await MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    private static string Grants(string refusal) => string.Join('\n', refusal.Split('\n').Skip(1));

    private static RecordedMigration Migration(params ReadOnlySpan<Change> changes) => new(1, "Change", [.. changes]);

    private async Task<string> RefusalAsync(params IEnumerable<RecordedMigration> migrations)
    {
        var migrating = () => MigrateAsync(migrations);

        return (await migrating.Should().ThrowAsync<MigrationConnectionException>()).Which.Message;
    }

    private Task<MigrationReport> MigrateAsync(params IEnumerable<RecordedMigration> migrations) => MigrateAsync(Database, migrations);

    private Task<MigrationReport> MigrateAsync(PostgreSqlDatabase database, params IEnumerable<RecordedMigration> migrations)
    {
        var own = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = _role, Password = null }.ConnectionString;

        return new Migrator(PostgreSqlProvider.Create(own), MigrationSet.OfRecorded(migrations), AtOnce).MigrateAsync();
    }

    private Task<MigrationReport> MigrateAsOwnerAsync() => new Migrator(PostgreSqlProvider.Create(Database.ConnectionString), MigrationSet.Of()).MigrateAsync();
}
