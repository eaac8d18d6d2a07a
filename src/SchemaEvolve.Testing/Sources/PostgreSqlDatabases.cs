using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SchemaEvolve.Testing.Sources;

/// <summary>Databases of PostgreSQL, each a copy of a template that was migrated once.</summary>
internal sealed class PostgreSqlDatabases : IFreshSource
{
    private const string Databases = "SELECT datname::text FROM pg_database";
    private const string IsInUse = "55006";
    private const string IsForbidden = "42501";
    private const string IsMissing = "3D000";

    private static readonly string[] DatabaseWords = ["Database", "DB"];

    private readonly Kind _kind;
    private readonly MigrationSet _migrations;
    private readonly Owner _owner;
    private readonly string _lineage;
    private readonly string _template;

    private PostgreSqlDatabases(Kind kind, MigrationSet migrations, Owner owner, Digest digest)
    {
        (_kind, _migrations, _owner) = (kind, migrations, owner);
        _lineage = $"se_template_{owner.Realm}_{digest.Lineage}_";
        _template = $"{_lineage}{digest.Fingerprint}";
    }

    public static async Task<PostgreSqlDatabases> OpenAsync(Kind kind, MigrationSet migrations, CancellationToken cancellationToken)
    {
        var digest = Digest.Of(migrations, kind.Chosen);
        var owner = await Owner.JoinAsync(kind, cancellationToken);
        try
        {
            var databases = new PostgreSqlDatabases(kind, migrations, owner, digest);
            await databases.MakeTemplateAsync(cancellationToken);
            await databases.SweepAsync(cancellationToken);
            return databases;
        }
        catch (DbException error) when (error.SqlState == IsForbidden)
        {
            await owner.DisposeAsync();
            throw new FreshDatabaseException(
                $"A fresh database cannot be created: {error.Message} Grant the role CREATEDB, or give each test a schema: new FreshDatabaseOptions {{ Isolation = Isolation.Schema }}.",
                error);
        }
        catch
        {
            await owner.DisposeAsync();
            throw;
        }
    }

    public Task<FreshDatabase> CreateAsync(CancellationToken cancellationToken) => CopyOfAsync(_template, cancellationToken);

    public async Task<FreshDatabase> CopyAsync(string connectionString, CancellationToken cancellationToken)
    {
        var database = Kind.Word(connectionString, DatabaseWords)
            ?? throw new FreshDatabaseException("The connection string of what is to be copied names no database. Write it down: Database=shop.");
        try
        {
            return await CopyOfAsync(database, cancellationToken);
        }
        catch (DbException error) when (error.SqlState is IsInUse or IsMissing)
        {
            throw new FreshDatabaseException(
                $"A copy of {database} cannot be made: {error.Message} PostgreSQL copies databases of the same server that nobody is connected to: restore a backup there, and name that.",
                error);
        }
    }

    public ValueTask DisposeAsync() => _owner.LeaveAsync(Databases, name => DropAsync(_owner.Session, name));

    private async Task<FreshDatabase> CopyOfAsync(string database, CancellationToken cancellationToken)
    {
        var name = _owner.NextName();
        await _owner.Session.ExecuteAsync($"CREATE DATABASE \"{name}\" TEMPLATE \"{database}\"", cancellationToken);
        var connectionString = At(name);

        return new(connectionString, _kind.Provider(new(connectionString)), _migrations, () => DropAsync(name));
    }

    // The template's own lock is shared by all who copy it, and held by whoever drops it. Who makes it has another one: nobody waits for the copies of others.
    private async Task MakeTemplateAsync(CancellationToken cancellationToken)
    {
        var (session, making) = (_owner.Session, KeyOf($"{_template} in the making"));
        await session.ExecuteAsync($"SELECT pg_advisory_lock_shared({KeyOf(_template)})", cancellationToken);
        if (await IsMadeAsync(cancellationToken))
        {
            return;
        }

        await session.ExecuteAsync($"SELECT pg_advisory_lock({making})", cancellationToken);
        if (!await IsMadeAsync(cancellationToken))
        {
            await DropAsync(session, _template);
            await session.ExecuteAsync($"CREATE DATABASE \"{_template}\"", cancellationToken);
            await Kind.MigrateAsync(_kind.Provider(new(At(_template))), _migrations, cancellationToken);

            // From here on it is whole, and nobody who is in it can stop it from being copied.
            await session.ExecuteAsync($"ALTER DATABASE \"{_template}\" ALLOW_CONNECTIONS false", cancellationToken);
        }

        await session.ExecuteAsync($"SELECT pg_advisory_unlock({making})", cancellationToken);
    }

    private Task<bool> IsMadeAsync(CancellationToken cancellationToken) =>
        _owner.Session.AskAsync<bool>($"SELECT NOT datallowconn FROM pg_database WHERE datname = '{_template}'", cancellationToken);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await _owner.SweepAsync(Databases, DropUnlessUsedAsync, cancellationToken);
        foreach (var old in await _owner.Session.ListAsync($"{Databases} WHERE starts_with(datname::text, '{_lineage}') AND datname <> '{_template}'", cancellationToken))
        {
            var key = KeyOf(old);
            if (await _owner.Session.AskAsync<bool>($"SELECT pg_try_advisory_lock({key})", cancellationToken))
            {
                await DropUnlessUsedAsync(old);
                await _owner.Session.ExecuteAsync($"SELECT pg_advisory_unlock({key})", cancellationToken);
            }
        }

        // Whoever is still in it has something to do there.
        async Task DropUnlessUsedAsync(string name)
        {
            try
            {
                await _owner.Session.ExecuteAsync($"DROP DATABASE IF EXISTS \"{name}\"", cancellationToken);
            }
            catch (DbException error) when (error.SqlState == IsInUse)
            {
                return;
            }
        }
    }

    // On a connection of its own, so that tests which end together do not wait for each other.
    private async ValueTask DropAsync(string name)
    {
        await using var session = await Session.OpenAsync(_kind.Chosen, CancellationToken.None);
        await DropAsync(session, name);
    }

    private static Task DropAsync(Session session, string name) =>
        session.ExecuteAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)", CancellationToken.None);

    private string At(string database) => _kind.With(database, DatabaseWords);

    private static string KeyOf(string name) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToString(CultureInfo.InvariantCulture);
}
