using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.DependencyInjection.Tests;

public sealed class RegistrationTests
{
    private DatabaseFile _file = null!;

    [SetUp]
    public void MakeFile() => _file = new();

    [TearDown]
    public void DeleteFile() => _file.Dispose();

    [Test]
    public Task A_registration_without_a_database_is_found_at_start() => Refuses(
        services => services.AddSchemaEvolve(evolve => evolve.AddMigrations(new CreateNotes())),
        """AddSchemaEvolve does not say which database. Name it: evolve.UseSqlite("Data Source=app.db").""");

    [Test]
    public Task A_registration_without_migrations_is_found_at_start() => Refuses(
        services => services.AddSchemaEvolve("reports", evolve => evolve.UseSqlite(_file.Connection)),
        """AddSchemaEvolve("reports") has no migrations. Add them: evolve.AddMigrationsFrom<Program>().""");

    [Test]
    public Task A_database_that_is_registered_twice_is_found_at_start() => Refuses(
        services => services
            .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes()))
            .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateReports())),
        """AddSchemaEvolve is called twice. A database is registered once; give each further one a key of its own: AddSchemaEvolve("reports", …).""");

    [Test]
    public Task A_key_that_is_used_twice_is_found_at_start() => Refuses(
        services => services
            .AddSchemaEvolve("notes", evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes()))
            .AddSchemaEvolve("notes", evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateReports())),
        """AddSchemaEvolve("notes") is called twice. A database is registered once; give each further one a key of its own: AddSchemaEvolve("reports", …).""");

    [Test]
    public async Task A_mistake_in_one_registration_leaves_every_database_alone()
    {
        await Refuses(
            services => services
                .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes()))
                .AddSchemaEvolve("reports", evolve => evolve.AddMigrations(new CreateReports())),
            """AddSchemaEvolve("reports") does not say which database. Name it: evolve.UseSqlite("Data Source=app.db").""");

        _file.Tables.Should().BeEmpty();
    }

    [Test]
    public async Task A_database_that_is_migrated_by_hand_and_cannot_be_told_is_found_at_start_too()
    {
        await Refuses(
            services => services
                .AddSchemaEvolve(evolve => evolve.UseSqlite(_file.Connection).AddMigrations(new CreateNotes()))
                .AddSchemaEvolve("reports", evolve => evolve
                    .Use(_ => throw new InvalidOperationException("Nobody has configured where the reports are."))
                    .AddMigrations(new CreateReports())
                    .MigrateManually()),
            "Nobody has configured where the reports are.");

        _file.Tables.Should().BeEmpty();
    }

    [Test]
    public void A_wrong_registration_gives_no_migrator()
    {
        using var services = new ServiceCollection()
            .AddSchemaEvolve(evolve => evolve.AddMigrations(new CreateNotes()))
            .BuildServiceProvider();

        var resolve = () => services.GetRequiredService<Migrator>();

        resolve.Should().Throw<InvalidOperationException>().WithMessage("AddSchemaEvolve does not say which database. *");
    }

    [Test]
    public async Task A_host_without_a_registration_says_how_to_make_one()
    {
        using var host = Host.CreateEmptyApplicationBuilder(null).Build();

        var migrate = () => host.MigrateAsync();

        await migrate.Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("There is no database to migrate. Register it: services.AddSchemaEvolve(evolve => …).");
    }

    private static async Task Refuses(Action<IServiceCollection> register, string message)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        register(builder.Services);
        using var host = builder.Build();

        var start = () => host.StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Be(message);
    }
}
