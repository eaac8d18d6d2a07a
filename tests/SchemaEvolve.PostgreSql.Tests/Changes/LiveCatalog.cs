using Dapper;
using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.PostgreSql.Inspection;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>A database that is changed by what the dialect says, and read by the inspector, without the rest of the machinery.</summary>
internal sealed class LiveCatalog : IAsyncDisposable
{
    private readonly PostgreSqlDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly PostgreSqlInspector _inspector = new("schema_evolve", freeSpace: null);

    private LiveCatalog(PostgreSqlDatabase database, NpgsqlConnection connection) => (_database, _connection) = (database, connection);

    public PostgreSqlDatabase Database => _database;

    private PostgreSqlDialect Dialect => new(_connection.PostgreSqlVersion, _inspector.Volatility);

    public static async Task<LiveCatalog> CreateAsync(PostgreSqlServer server, Catalog catalog) =>
        await CreateAsync(await server.CreateDatabaseAsync(), catalog);

    /// <summary>A catalog in a database that is dropped with it.</summary>
    public static async Task<LiveCatalog> CreateAsync(PostgreSqlDatabase database, Catalog catalog)
    {
        var live = new LiveCatalog(database, await database.OpenAsync());
        // The dialect has to know the functions of the server.
        await live.InspectAsync();
        await live.ExecuteAsync(live.Create(catalog));
        return live;
    }

    /// <summary>The statements that share a transaction, and those that are in none.</summary>
    public static IReadOnlyList<IReadOnlyList<Statement>> Transactions(IEnumerable<Statement> statements)
    {
        var transactions = new List<List<Statement>>();
        foreach (var statement in statements)
        {
            if (statement is { IsTransactional: true, BeginsTransaction: false } && transactions is [.., [{ IsTransactional: true }, ..] open])
            {
                open.Add(statement);
            }
            else
            {
                transactions.Add([statement]);
            }
        }

        return transactions;
    }

    public Task<Catalog> InspectAsync() => _inspector.ReadAsync(_connection, null, default);

    public Task<string> VersionAsync() => _inspector.ReadVersionAsync(_connection, null, default);

    public Compilation Compile(Change change, Catalog before) => Dialect.Compile([change], before);

    /// <summary>Makes a change as a step would, and says what catalog it promises.</summary>
    public async Task<Catalog> MakeAsync(Change change)
    {
        var compilation = Compile(change, await InspectAsync());
        await ExecuteAsync(compilation.Statements);
        return compilation.After;
    }

    /// <summary>The catalog as the server would write it down: it is created, read and rolled back.</summary>
    public async Task<Catalog> NormalizeAsync(Catalog promised)
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        foreach (var schema in (await InspectAsync()).Schemas)
        {
            await ExecuteAsync($"DROP SCHEMA {schema.Name} CASCADE");
        }

        await ExecuteAsync($"DROP SCHEMA public CASCADE");
        await ExecuteAsync($"CREATE SCHEMA public");
        foreach (var statement in Create(promised))
        {
            await ExecuteAsync(statement.Sql);
        }

        return await _inspector.ReadAsync(_connection, transaction, default);
    }

    /// <summary>Runs statements as a step does: neighbours in one transaction, the others alone.</summary>
    public async Task ExecuteAsync(IReadOnlyList<Statement> statements)
    {
        foreach (var group in Transactions(statements))
        {
            await using var transaction = group[0].IsTransactional ? await _connection.BeginTransactionAsync() : null;
            foreach (var statement in group)
            {
                await ExecuteAsync(statement);
            }

            await (transaction?.CommitAsync() ?? Task.CompletedTask);
        }
    }

    /// <summary>Runs a statement, and fails if it is a query for what must not be and finds some.</summary>
    public async Task ExecuteAsync(Statement statement)
    {
        if (statement.Rule is not { } rule)
        {
            await ExecuteAsync(statement.Sql);
            return;
        }

        var offenders = (await _connection.QueryAsync(statement.Sql.For(Engines.PostgreSql))).Cast<IDictionary<string, object?>>().ToList();
        if (offenders.Count > 0)
        {
            throw new InvalidOperationException($"{rule} {string.Join("; ", offenders.Select(row => string.Join(", ", row)))}");
        }
    }

    public Task ExecuteAsync(Sql sql) => _connection.ExecuteAsync(sql.For(Engines.PostgreSql));

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    private ValueList<Statement> Create(Catalog catalog)
    {
        ValueList<Change> changes =
        [
            .. catalog.Schemas.Select(schema => new CreateSchema(schema.Name)),
            .. catalog.Extensions.Select(extension => new CreateExtension(extension.Name)),
            .. catalog.Sequences.Select(sequence => new CreateSequence(sequence)),
            .. catalog.Enums.Select(type => new CreateEnum(type)),
            .. catalog.Tables.Select(table => new CreateTable(table)),
            .. catalog.Aliases.Select(alias => new CreateAlias(alias)),
            .. catalog.Mirrors.Select(mirror => new AddMirror(mirror)),
        ];

        return [.. changes.Count == 0 ? [] : Dialect.Compile(changes, Catalog.Empty).Statements, .. catalog.Opaques.Select(opaque => Statement.Run(opaque.Definition))];
    }
}
