using Dapper;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Tests;

/// <summary>A real database file that a test has for itself, and a runner of statements without journal or lock.</summary>
internal sealed class LiveFile : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"schema-evolve-{Guid.NewGuid():N}.db");
    private readonly SqliteInspector _inspector = new();

    public LiveFile()
    {
        Connection = new($"Data Source={_path};Pooling=False;Foreign Keys=True");
        Connection.Open();
    }

    /// <summary>Another connection to the file.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(Connection.ConnectionString);
        connection.Open();
        return connection;
    }

    public static SqliteDialect Dialect { get; } = new(new(new SqliteConnection().ServerVersion));

    public SqliteConnection Connection { get; }

    public Task<Catalog> InspectAsync() => _inspector.ReadAsync(Connection, null, default);

    public Task<string> VersionAsync() => _inspector.ReadVersionAsync(Connection, null, default);

    public void Execute(string sql) => Connection.Execute(sql);

    public T? Value<T>(string sql) => Connection.ExecuteScalar<T>(sql);

    public IReadOnlyList<string> Values(string sql) => [.. Connection.Query<string>(sql)];

    /// <summary>Makes the changes as a migrator does: step by step, and with the catalog read again where the dialect asks for it.</summary>
    public async Task ApplyAsync(params IReadOnlyList<Change> changes)
    {
        var catalog = await InspectAsync();
        var isFresh = true;
        for (var done = 0; done < changes.Count;)
        {
            var compilation = Dialect.Compile([.. changes.Skip(done)], catalog);
            if (compilation.Count == 0)
            {
                isFresh.Should().BeFalse("a catalog that was just read has all that a change needs");
                (catalog, isFresh) = (await InspectAsync(), true);
                continue;
            }

            Run(compilation.Statements);
            (catalog, done, isFresh) = (compilation.After, done + compilation.Count, false);
        }
    }

    /// <summary>Runs statements as a step: neighbours in one transaction, and those that put the connection back whatever happens.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="failing">The number of the statement in whose place the step is cut off.</param>
    public void Run(IReadOnlyList<Statement> statements, int? failing = null)
    {
        SqliteTransaction? transaction = null;
        try
        {
            foreach (var (number, statement) in statements.Index().Where(numbered => !numbered.Item.IsAlways))
            {
                if (!statement.IsTransactional)
                {
                    transaction?.Commit();
                    transaction = null;
                }

                transaction ??= statement.IsTransactional ? Connection.BeginTransaction() : null;
                Execute(number == failing ? Statement.Run($"SELECT cut_off") : statement, transaction);
            }

            transaction?.Commit();
        }
        finally
        {
            transaction?.Dispose();
            foreach (var statement in statements.Where(statement => statement.IsAlways))
            {
                Execute(statement, null);
            }
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        File.Delete(_path);
    }

    private void Execute(Statement statement, SqliteTransaction? transaction)
    {
        var sql = statement.Sql.For(Engines.Sqlite);
        if (statement.Rule is not { } rule)
        {
            Connection.Execute(sql, transaction: transaction);
            return;
        }

        var offenders = Connection.Query(sql, transaction: transaction).AsList();
        if (offenders.Count > 0)
        {
            throw new InvalidOperationException($"{rule} {string.Join(", ", offenders.Select(row => string.Join(", ", (IDictionary<string, object>)row)))}");
        }
    }
}
