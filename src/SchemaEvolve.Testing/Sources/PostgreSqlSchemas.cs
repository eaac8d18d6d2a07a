using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Testing.Sources;

/// <summary>Schemas of one database of PostgreSQL, each migrated by itself, with its journal in another beside it.</summary>
internal sealed class PostgreSqlSchemas : IFreshSource
{
    private const string Schemas = "SELECT nspname::text FROM pg_namespace";
    private const string Journal = "_journal";

    private readonly Kind _kind;
    private readonly Owner _owner;
    private readonly MigrationSet _migrations;

    private PostgreSqlSchemas(Kind kind, Owner owner, MigrationSet migrations) => (_kind, _owner, _migrations) = (kind, owner, migrations);

    public static async Task<PostgreSqlSchemas> OpenAsync(Kind kind, MigrationSet migrations, CancellationToken cancellationToken)
    {
        if (migrations.Recorded.SelectMany(migration => migration.Operations).FirstOrDefault(IsElsewhere) is { } elsewhere)
        {
            throw new FreshDatabaseException(
                $"“{elsewhere.Description}” reaches beyond the schema of a test, so schemas cannot keep the tests apart. Let the role create databases, and leave Isolation as it is.");
        }

        var owner = await Owner.JoinAsync(kind, cancellationToken);
        try
        {
            await owner.SweepAsync(Schemas, name => DropAsync(owner.Session, name), cancellationToken);
            return new(kind, owner, migrations);
        }
        catch
        {
            await owner.DisposeAsync();
            throw;
        }
    }

    public async Task<FreshDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        var name = _owner.NextName();
        await _owner.Session.ExecuteAsync($"CREATE SCHEMA \"{name}\"", cancellationToken);

        // Behind its own one, for the types of extensions.
        var connectionString = _kind.With($"{name},public", "Search Path", "SearchPath");
        var provider = _kind.Provider(new(connectionString) { JournalSchema = $"{name}{Journal}" });
        var database = new FreshDatabase(connectionString, provider with { Inspector = new OwnSchema(provider.Inspector) }, _migrations, DropAsync);
        try
        {
            await Kind.MigrateAsync(database.Provider, _migrations, cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }

        async ValueTask DropAsync()
        {
            await using var session = await Session.OpenAsync(_kind.Chosen, CancellationToken.None);
            await PostgreSqlSchemas.DropAsync(session, name);
            await PostgreSqlSchemas.DropAsync(session, $"{name}{Journal}");
        }
    }

    public Task<FreshDatabase> CopyAsync(string connectionString, CancellationToken cancellationToken) =>
        throw new FreshDatabaseException("A schema is no copy of a database. Let the role create databases, and leave Isolation as it is.");

    public ValueTask DisposeAsync() => _owner.LeaveAsync(Schemas, name => DropAsync(_owner.Session, name));

    private static bool IsElsewhere(Operation operation) =>
        (operation is Unsafe { Of: var of } ? of : operation) is CreateSchema or DropSchema or CreateExtension or DropExtension
        || operation.Tables.Any(table => table.Schema is not null);

    private static Task DropAsync(Session session, string name) =>
        session.ExecuteAsync($"DROP SCHEMA IF EXISTS \"{name}\" CASCADE", CancellationToken.None);
}
