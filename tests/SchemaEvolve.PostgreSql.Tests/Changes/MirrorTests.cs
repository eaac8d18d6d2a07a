using Dapper;
using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>Two tables stay equal, whoever writes to them at the same time, and whatever they are allowed to see.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
internal sealed class MirrorTests(PostgreSqlServer server)
{
    // Of the same name, in two schemas.
    private static readonly QualifiedName Orders = ("sales", "t");
    private static readonly QualifiedName Deliveries = "t";

    private static readonly MoveColumn Move = new(new(Orders, "address", ["id"]), new(Deliveries, "place", ["order_id"]));

    private static readonly Catalog Before = new()
    {
        Schemas = [new("sales")],
        Tables =
        [
            Table.Of(Orders, Column.Int64("id").PrimaryKey(), Column.Text("address")),
            Table.Of(Deliveries, Column.Int64("order_id").PrimaryKey(), Column.Text("other")) with
            {
                ForeignKeys = [new("fk_order", ["order_id"], Orders, ["id"])],
            },
        ],
    };

    private LiveCatalog _live = null!;

    [SetUp]
    public async Task CreateAsync() => _live = await LiveCatalog.CreateAsync(server, Before);

    [TearDown]
    public async Task DropAsync() => await _live.DisposeAsync();

    [Test]
    public async Task A_new_row_takes_over_what_is_just_being_written_to_its_partner()
    {
        await ExpandAsync();
        await _live.Database.ExecuteAsync("INSERT INTO sales.t VALUES (1, 'a')");
        await using var writer = await _live.Database.OpenAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await writer.ExecuteAsync("UPDATE sales.t SET address = 'b'");

        var insertion = _live.Database.ExecuteAsync("INSERT INTO t (order_id) VALUES (1)");
        await BeBlockedAsync(by: writer);
        await transaction.CommitAsync();
        await insertion;

        await ShouldBeAsync("b b");
    }

    [Test]
    public async Task What_is_written_while_a_partner_is_inserted_is_written_to_it_too([Values("'a'", "NULL")] string given)
    {
        await ExpandAsync();
        await _live.Database.ExecuteAsync("INSERT INTO sales.t VALUES (1, 'a')");
        await using var writer = await _live.Database.OpenAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await writer.ExecuteAsync($"INSERT INTO t (order_id, place) VALUES (1, {given})");

        var update = _live.Database.ExecuteAsync("UPDATE sales.t SET address = 'b'");
        await BeBlockedAsync(by: writer);
        await transaction.CommitAsync();
        await update;

        await ShouldBeAsync("b b");
    }

    [Test]
    public async Task A_batch_brings_over_what_was_just_written([Values("'b'", "NULL")] string written)
    {
        await _live.Database.ExecuteAsync("INSERT INTO sales.t VALUES (1, 'a'); INSERT INTO t VALUES (1)");
        var expanded = await ExpandAsync();
        var batches = _live.Compile(Move.Evolve(Before, Tombstones.None).Migrate[0], expanded).Batches!;
        await using var writer = await _live.Database.OpenAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await writer.ExecuteAsync($"UPDATE sales.t SET address = {written}");

        var batch = _live.Database.ExecuteAsync(batches.Whole.For(Engines.PostgreSql));
        await BeBlockedAsync(by: writer);
        await transaction.CommitAsync();
        await batch;

        await ShouldBeAsync(written == "NULL" ? "- -" : "b b");
    }

    [Test]
    public async Task Whoever_may_write_to_one_of_them_need_not_be_allowed_to_write_to_the_other()
    {
        Identifier role = $"writer_{_live.Database.Name}";
        await ExpandAsync();
        await _live.Database.ExecuteAsync("INSERT INTO sales.t VALUES (1, 'a')");
        await _live.ExecuteAsync($"CREATE ROLE {role}; GRANT SELECT, INSERT, UPDATE ON t TO {role}");

        await _live.Database.ExecuteAsync($"SET ROLE {role.Quoted}; INSERT INTO t (order_id) VALUES (1); UPDATE t SET place = place || 'b'");

        await ShouldBeAsync("ab ab");
        await _live.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Test]
    public async Task Copied_and_merged_rows_are_passed_on()
    {
        await ExpandAsync();
        await using var connection = await _live.Database.OpenAsync();
        await using (var orders = await connection.BeginTextImportAsync("COPY sales.t FROM STDIN"))
        {
            await orders.WriteAsync("1\ta\n2\tb\n");
        }

        await using (var deliveries = await connection.BeginTextImportAsync("COPY t (order_id, place) FROM STDIN"))
        {
            await deliveries.WriteAsync("1\t\\N\n2\tx\n");
        }

        if (_live.Database.Major >= 15)
        {
            await connection.ExecuteAsync("MERGE INTO t USING (VALUES (1, 'm')) AS s (id, place) ON order_id = id WHEN MATCHED THEN UPDATE SET place = s.place");
        }

        await ShouldBeAsync(_live.Database.Major >= 15 ? "m m" : "a a", "x x");
    }

    [Test]
    public async Task An_update_of_another_column_does_not_enter_the_function()
    {
        await ExpandAsync();
        await _live.Database.ExecuteAsync("INSERT INTO sales.t VALUES (1, 'a'); INSERT INTO t (order_id) VALUES (1)");
        await _live.Database.ExecuteAsync("CREATE OR REPLACE FUNCTION se_mirror_t_place_t_address() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'entered'; END $$");

        await _live.Database.ExecuteAsync("UPDATE t SET other = 'o', place = place");
        var change = () => _live.Database.ExecuteAsync("UPDATE t SET place = 'b'");

        await change.Should().ThrowAsync<PostgresException>().WithMessage("*entered*");
    }

    private async Task<Catalog> ExpandAsync()
    {
        var expanded = Before;
        foreach (var change in Move.Evolve(Before, Tombstones.None).Expand)
        {
            expanded = await _live.MakeAsync(change);
        }

        return expanded;
    }

    private Task BeBlockedAsync(NpgsqlConnection by) => Conformance.Eventually.BeAsync(async () =>
        (await _live.Database.QueryAsync<bool>($"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE {by.ProcessID} = ANY (pg_blocking_pids(pid)))")).Single());

    private async Task ShouldBeAsync(params string[] pairs) => (await _live.Database.QueryAsync<string>(
        "SELECT concat_ws(' ', coalesce(address, '-'), coalesce(place, '-')) FROM sales.t AS o JOIN t ON order_id = id ORDER BY id")).Should().Equal(pairs);
}
