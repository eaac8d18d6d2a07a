using Dapper;
using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;
using SchemaEvolve.Testing;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>The locks, scans and rewrites that a statement states are those that the server shows.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
internal sealed class PredictionTests(PostgreSqlServer server)
{
    [TestCaseSource(typeof(Samples), nameof(Samples.All))]
    public async Task What_a_change_states_to_cost_is_what_it_costs(Catalog before, Change change)
    {
        await using var live = await LiveCatalog.CreateAsync(server, before);
        await Samples.FillAsync(live);
        await using var connection = await live.Database.OpenAsync();
        foreach (var transaction in LiveCatalog.Transactions(live.Compile(change, await live.InspectAsync()).Statements))
        {
            var stated = Stated(transaction);

            var measured = transaction[0].Sql.For(Engines.PostgreSql).Contains("CONCURRENTLY", StringComparison.Ordinal)
                ? await WatchAsync(live.Database, connection, transaction[0])
                : await MeasureAsync(connection, transaction);

            // Whether rows that a foreign key refers to are looked up one by one or scanned is up to the server's plan.
            foreach (var (table, cost) in stated.Where(one => one.Value.Scans && measured.ContainsKey(one.Key) && !change.Tables.Any(own => own.Quoted == one.Key)))
            {
                measured[table] = measured[table] with { Scans = cost.Scans };
            }

            measured.Should().Equal(stated, "of {0}", string.Join("; ", transaction.Select(statement => statement.Sql)));
        }
    }

    // What readers and writers of rows do is not worth a warning, and depends on the plan that the server chooses.
    private static SortedDictionary<string, Cost> Stated(IEnumerable<Statement> transaction) => new(transaction
        .SelectMany(statement => statement.Impacts)
        .GroupBy(impact => impact.Table.Quoted)
        .Select(impacts => (Table: impacts.Key, Cost: new Cost(impacts.Max(impact => impact.Lock), impacts.Any(impact => impact.Scans), impacts.Any(impact => impact.Rewrites))))
        .Where(impact => impact.Cost.Lock > TableLock.RowExclusive)
        .ToDictionary(impact => impact.Table, impact => impact.Cost));

    private static async Task<SortedDictionary<string, Cost>> MeasureAsync(NpgsqlConnection connection, IEnumerable<Statement> statements)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var trace = await Trace.BeginAsync(connection);
        foreach (var statement in statements)
        {
            await connection.ExecuteAsync(statement.Sql.For(Engines.PostgreSql));
        }

        var impacts = await trace.EndAsync();
        await transaction.CommitAsync();

        return new(impacts
            .Where(impact => impact.Lock > TableLock.RowExclusive)
            .ToDictionary(impact => impact.Table.Quoted, impact => new Cost(impact.Lock, impact.Scans, impact.Rewrites)));
    }

    // It refuses to be in a transaction that could be asked, so it is looked at while it waits for somebody else's.
    private static async Task<SortedDictionary<string, Cost>> WatchAsync(PostgreSqlDatabase database, NpgsqlConnection connection, Statement statement)
    {
        var table = statement.Impacts.Single().Table;
        var tables = await TablesAsync(connection);
        await using var other = await database.OpenAsync();
        await using var observer = await database.OpenAsync();
        await using var blocking = await other.BeginTransactionAsync();
        await other.ExecuteAsync($"LOCK TABLE {table.Quoted} IN ROW EXCLUSIVE MODE");

        var building = connection.ExecuteAsync(statement.Sql.For(Engines.PostgreSql));
        while (!await observer.QuerySingleAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = @pid AND NOT granted)", new { pid = connection.ProcessID }))
        {
            await Task.Yield();
        }

        var locks = await LocksAsync(observer, connection.ProcessID);
        await blocking.CommitAsync();
        await building;

        return new(tables.Where(one => locks.ContainsKey(one.Id)).ToDictionary(
            one => one.Name,
            one => new Cost(locks[one.Id], Scans: statement.Impacts.Single().Scans, Rewrites: false)));
    }

    private static async Task<List<TableRow>> TablesAsync(NpgsqlConnection connection) => [.. await connection.QueryAsync<TableRow>("""
        SELECT
            c.oid::bigint AS id,
            concat('"' || n.nspname || '".', '"', replace(c.relname, '"', '""'), '"') AS name
        FROM pg_class AS c LEFT JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname <> 'public'
        WHERE c.relkind IN ('r', 'v') AND c.relnamespace IN ('public'::regnamespace, 'sales'::regnamespace)
        """)];

    private static async Task<Dictionary<long, TableLock>> LocksAsync(NpgsqlConnection connection, int pid)
    {
        var rows = await connection.QueryAsync<(long Id, string Mode)>(
            "SELECT relation::bigint, mode FROM pg_locks WHERE pid = @pid AND granted AND locktype = 'relation' AND relation >= 16384",
            new { pid });

        return rows.GroupBy(row => row.Id).ToDictionary(row => row.Key, row => row.Max(held => Enum.Parse<TableLock>(held.Mode.Replace("Lock", "", StringComparison.Ordinal))));
    }

    private sealed record Cost(TableLock Lock, bool Scans, bool Rewrites);

    private sealed record TableRow(long Id, string Name);
}
