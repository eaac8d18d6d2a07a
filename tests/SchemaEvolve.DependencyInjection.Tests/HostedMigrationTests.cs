using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.DependencyInjection.Tests;

public sealed class HostedMigrationTests
{
    private DatabaseFile _file = null!;

    [SetUp]
    public void MakeFile() => _file = new();

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [Test]
    public async Task A_host_migrates_before_its_services_start()
    {
        var service = new FirstLook(_file);
        using var host = Build(services => services
            .AddHostedService(_ => service)
            .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes())));

        await host.StartAsync();

        service.Tables.Should().Equal("notes");
        await host.StopAsync();
    }

    [Test]
    public async Task A_host_does_not_start_when_a_migration_does_not_fit()
    {
        _file.Execute("CREATE TABLE notes (id INTEGER PRIMARY KEY)");
        var service = new FirstLook(_file);
        using var host = Build(services => services
            .AddHostedService(_ => service)
            .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes())));

        var start = () => host.StartAsync();

        (await start.Should().ThrowAsync<MigrationPlanException>()).WithMessage("*CreateNotes*notes*");
        service.Tables.Should().BeNull();
    }

    [Test]
    public async Task A_host_that_is_left_alone_migrates_when_it_is_called()
    {
        using var host = Build(services => services
            .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes()).MigrateManually()));

        await host.StartAsync();
        var before = _file.Tables;
        var reports = await host.MigrateAsync();

        before.Should().BeEmpty();
        reports.Should().ContainSingle().Which.Outcome.Should().Be(MigrationOutcome.Migrated);
        _file.Tables.Should().Equal("notes");
        await host.StopAsync();
    }

    [Test]
    public async Task A_host_that_was_migrated_by_hand_has_nothing_to_do_at_start()
    {
        using var host = Build(services => services
            .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes())));

        var first = await host.MigrateAsync();
        await host.StartAsync();
        var last = await host.MigrateAsync();

        first.Single().Outcome.Should().Be(MigrationOutcome.Migrated);
        last.Single().Outcome.Should().Be(MigrationOutcome.UpToDate);
        await host.StopAsync();
    }

    [Test]
    public async Task Migrations_can_be_found_in_an_assembly()
    {
        using var host = Build(services => services
            .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrationsFrom<CreateNotes>()));

        await host.StartAsync();

        _file.Tables.Should().Equal("notes", "reports");
        await host.StopAsync();
    }

    [Test]
    public async Task Several_databases_are_told_apart_by_key()
    {
        using var reports = new DatabaseFile();
        using var host = Build(services => services
            .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes()))
            .AddSchemaEvolve("reports", evolve => evolve.UseSqlite(reports.Connection).AddMigrations(new CreateReports())));

        await host.StartAsync();

        _file.Tables.Should().Equal("notes");
        reports.Tables.Should().Equal("reports");
        (await host.Services.GetRequiredKeyedService<Migrator>("reports").StatusAsync()).Migrations.Should().ContainSingle().Which.Name.Should().Be("CreateReports");
        await host.StopAsync();
    }

    [Test]
    public async Task The_connection_string_can_come_from_configuration()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:Notes"] = _file.Connection;
        builder.Services.AddSchemaEvolve(evolve => evolve
            .UseSqlite(services => services.GetRequiredService<IConfiguration>().GetConnectionString("Notes")!)
            .AddMigrations(new CreateNotes()));
        using var host = builder.Build();

        await host.StartAsync();

        _file.Tables.Should().Equal("notes");
        await host.StopAsync();
    }

    [Test]
    public async Task Logs_and_time_come_from_the_application()
    {
        using var log = new LogLines();
        var clock = new FakeTimeProvider();
        MigratorOptions? seen = null;
        using var host = Build(services => services
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log))
            .AddSingleton<TimeProvider>(clock)
            .AddSchemaEvolve(evolve => evolve
                .UseSqlite(_file.Connection)
                .AddMigrations(new CreateNotes())
                .Configure(options => options with { AppVersion = "7.0" })
                .Configure(options => seen = options)));

        await host.StartAsync();

        log.Lines.Should().Contain(("SchemaEvolve", "2026_01_01_0900 CreateNotes: Create table notes."));
        seen!.Clock.Should().BeSameAs(clock);
        seen.AppVersion.Should().Be("7.0");
        await host.StopAsync();
    }

    private static IHost Build(Action<IServiceCollection> register)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        register(builder.Services);

        return builder.Build();
    }

    private sealed class FirstLook(DatabaseFile file) : IHostedService
    {
        public IReadOnlyList<string>? Tables { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Tables = file.Tables;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
