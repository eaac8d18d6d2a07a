using System.Data.Common;
using Microsoft.Data.Sqlite;
using QuickStart.Migrations;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SQLitePCL;

namespace SchemaEvolve.Sqlite.Tests.Running;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StartTests : IDisposable
{
    private static readonly RecordedMigration CreateCustomers = Recorded.Migration(2026_03_14_0915, "CreateCustomers", schema =>
        schema.CreateTable("customers", Column.Int64("id").PrimaryKey(), Column.Text("name")));

    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task A_start_with_nothing_to_do_is_one_statement_without_lock_or_transaction()
    {
        await MigratorOn(_file.ConnectionString).MigrateAsync();
        File.Delete($"{_file.Path}.schema-evolve.lock");
        File.Delete($"{_file.Path}.schema-evolve.shell");
        await using var lent = _file.Open();
        var statements = new List<string>();
        raw.sqlite3_trace(lent.Handle, (_, sql) => statements.Add(sql), null);

        var report = await new Migrator(SqliteProvider.Create(lent), Migrations).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
        statements.Should().ContainSingle().Which.Should().StartWith("SELECT 1 FROM schema_evolve_meta WHERE key = 'stamp ");
        _file.Files.Should().Equal("shop.db");
    }

    [Test]
    public async Task Another_build_of_the_same_migrations_looks_at_them_once_and_then_at_itself_only()
    {
        var build = MigrationSet.FromAssemblyOf<OpenTheShop>();
        await new Migrator(SqliteProvider.Create(_file.ConnectionString), MigrationSet.OfRecorded(build.Recorded)).MigrateAsync();
        await using var lent = _file.Open();
        var statements = new List<string>();
        raw.sqlite3_trace(lent.Handle, (_, sql) => statements.Add(sql), null);
        var starts = new List<int>();

        for (var start = 0; start < 2; start++)
        {
            var report = await new Migrator(SqliteProvider.Create(lent), build).MigrateAsync();
            report.Outcome.Should().Be(MigrationOutcome.UpToDate);
            starts.Add(statements.Count(sql => sql.StartsWith("SELECT 1 FROM schema_evolve_meta", StringComparison.Ordinal)));
            statements.Clear();
        }

        starts.Should().Equal(2, 1);
    }

    [Test]
    public async Task What_ends_a_copy_is_told_though_the_connection_went_with_it()
    {
        var refer = Recorded.Migration(2026_03_15_0915, "Refer", schema => schema.Table("customers").AddForeignKey("id", references: "customers"));
        var provider = SqliteProvider.Create(_file.ConnectionString);
        await new Migrator(provider, MigrationSet.OfRecorded(CreateCustomers)).MigrateAsync();
        provider = provider with { Connections = new Unplugged(provider.Connections) };

        var migrate = () => new Migrator(provider, MigrationSet.OfRecorded(CreateCustomers, refer)).MigrateAsync();

        (await migrate.Should().ThrowAsync<MigrationFailedException>()).WithMessage("*The disk is gone.*").Which.Sql.Should().BeNull();
    }

    [Test]
    public async Task Another_build_starts_on_a_read_only_database_too()
    {
        var build = MigrationSet.FromAssemblyOf<OpenTheShop>();
        await new Migrator(SqliteProvider.Create(_file.ConnectionString), MigrationSet.OfRecorded(build.Recorded)).MigrateAsync();

        var report = await new Migrator(SqliteProvider.Create($"{_file.ConnectionString};Mode=ReadOnly"), build).MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    [Test]
    public async Task A_private_in_memory_database_is_migrated_on_the_connection_that_is_lent()
    {
        await using var lent = new SqliteConnection("Data Source=:memory:");
        await lent.OpenAsync();

        var first = await new Migrator(SqliteProvider.Create(lent), Migrations).MigrateAsync();
        var second = await new Migrator(SqliteProvider.Create(lent), Migrations).MigrateAsync();

        (first.Outcome, second.Outcome).Should().Be((MigrationOutcome.Migrated, MigrationOutcome.UpToDate));
        lent.State.Should().Be(System.Data.ConnectionState.Open);
    }

    [Test]
    public async Task Of_many_starts_at_once_one_migrates()
    {
        var starts = Enumerable.Range(0, 8).Select(_ => Task.Run(() => MigratorOn(_file.ConnectionString).MigrateAsync()));

        var reports = await Task.WhenAll(starts);

        reports.Select(report => report.Outcome).Should().ContainSingle(outcome => outcome == MigrationOutcome.Migrated);
    }

    [Test]
    public async Task A_step_that_another_writer_keeps_waiting_is_told_of_in_the_journal()
    {
        const int MoreThanASecondHolds = 15;
        var addEmail = Recorded.Migration(2026_03_15_0915, "AddEmail", schema => schema.Table("customers").AddColumn(Column.Text("email")));
        await MigratorOn(_file.ConnectionString).MigrateAsync();
        await using var writer = _file.Open();
        await using var writing = await writer.BeginTransactionAsync();
        await using var lent = _file.Open();
        lent.DefaultTimeout = 0;
        var tries = 0;
        raw.sqlite3_trace(lent.Handle, (_, sql) => EndWriting(sql), null);

        await new Migrator(SqliteProvider.Create(lent), MigrationSet.OfRecorded([CreateCustomers, addEmail])).MigrateAsync();

        var events = await MigratorOn(_file.ConnectionString).TimelineAsync();
        events.Select(one => one.Kind).Should().Equal("applied", "blocked", "unblocked", "applied");
        events[1].Blockers.Should().Equal("another connection, perhaps of another process, which SQLite does not name");

        // The driver asks about seven times in a second.
        void EndWriting(string sql)
        {
            if (sql.StartsWith("BEGIN IMMEDIATE", StringComparison.Ordinal) && ++tries == MoreThanASecondHolds)
            {
                writing.Rollback();
            }
        }
    }

    [Test]
    public async Task A_read_only_database_that_is_up_to_date_can_be_started_on()
    {
        await MigratorOn(_file.ConnectionString).MigrateAsync();

        var report = await MigratorOn($"{_file.ConnectionString};Mode=ReadOnly").MigrateAsync();

        report.Outcome.Should().Be(MigrationOutcome.UpToDate);
    }

    [Test]
    public async Task A_read_only_database_that_is_behind_is_refused_by_name()
    {
        _file.With("CREATE TABLE something (id)");

        var migrate = () => MigratorOn($"{_file.ConnectionString};Mode=ReadOnly").MigrateAsync();

        (await migrate.Should().ThrowAsync<MigrationConnectionException>()).WithMessage($"*SQLITE_READONLY (8)*{_file.Path}*write permission*");
    }

    private static MigrationSet Migrations => MigrationSet.OfRecorded(CreateCustomers);

    private static Migrator MigratorOn(string connectionString) => new(SqliteProvider.Create(connectionString), Migrations);

    // Takes the connection away when a transaction is about to end.
    private sealed class Unplugged(IConnections connections) : IConnections
    {
        public TimeSpan Patience => connections.Patience;

        public Task<OpenedConnection> OpenAsync(CancellationToken cancellationToken) => connections.OpenAsync(cancellationToken);

        public Task<DbTransaction> BeginAsync(
            DbConnection connection,
            IReadOnlyList<Statement> statements,
            Func<Blockade, Task>? blocked,
            CancellationToken cancellationToken) => connections.BeginAsync(connection, statements, blocked, cancellationToken);

        public async Task LookAsync(DbTransaction transaction, CancellationToken cancellationToken)
        {
            await transaction.Connection!.CloseAsync();
            throw new IOException("The disk is gone.");
        }

        public Fault Explain(DbException error) => connections.Explain(error);
    }
}
