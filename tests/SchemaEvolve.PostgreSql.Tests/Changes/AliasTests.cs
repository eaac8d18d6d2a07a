using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>A table answers to its older name as it does to its own.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
internal sealed class AliasTests(PostgreSqlServer server)
{
    private static readonly Table Buyers = Table.Of(
        "buyers",
        Column.Int64("id").Identity().PrimaryKey(),
        Column.Text("name").NotNull().Default("nobody"),
        Column.Text("notes"));

    private static readonly CreateAlias Customers = new(new("customers", "buyers"));

    private LiveCatalog _live = null!;

    [SetUp]
    public async Task CreateAsync() => _live = await LiveCatalog.CreateAsync(server, new() { Tables = [Buyers] });

    [TearDown]
    public async Task DropAsync() => await _live.DisposeAsync();

    [Test]
    public async Task The_old_version_writes_as_before()
    {
        await _live.MakeAsync(Customers);

        await _live.Database.ExecuteAsync("""
            INSERT INTO customers (name) VALUES ('Ada'), ('Bob'), ('Eve');
            INSERT INTO customers DEFAULT VALUES;
            INSERT INTO customers (id, name) VALUES (2, 'Rob') ON CONFLICT (id) DO UPDATE SET name = excluded.name;
            UPDATE customers SET notes = 'x' WHERE name = 'Ada';
            DELETE FROM customers WHERE name = 'Eve'
            """);

        (await _live.Database.QueryAsync<string>("SELECT concat_ws(' ', id, name, notes) FROM buyers ORDER BY id")).Should().Equal("1 Ada x", "2 Rob", "4 nobody");
        (await _live.Database.QueryAsync<string>("SELECT concat_ws(' ', id, name, notes) FROM customers ORDER BY id")).Should().Equal("1 Ada x", "2 Rob", "4 nobody");
    }

    [Test]
    public async Task A_row_version_that_the_old_version_read_still_tells_lost_updates()
    {
        await _live.MakeAsync(Customers);
        await using var connection = await _live.Database.OpenAsync();
        var read = await connection.QuerySingleAsync<uint>("INSERT INTO customers (name) VALUES ('Ada') RETURNING xmin");

        var written = await connection.QuerySingleAsync<uint>($"UPDATE customers SET name = 'Eve' WHERE xmin = '{read}' RETURNING xmin");

        written.Should().NotBe(read);
        (await connection.ExecuteAsync($"UPDATE customers SET name = 'Rob' WHERE xmin = '{read}'")).Should().Be(0);
    }

    [Test]
    public async Task Whoever_could_use_the_table_can_use_its_older_name()
    {
        var (reader, owner) = (new Identifier($"reader_{Guid.NewGuid():n}"), new Identifier($"owner_{Guid.NewGuid():n}"));
        await _live.ExecuteAsync($"""
            CREATE ROLE {reader};
            CREATE ROLE {owner};
            GRANT CREATE ON SCHEMA public TO {owner};
            GRANT SELECT (id, name), INSERT (name) ON buyers TO {reader};
            GRANT DELETE ON buyers TO {reader} WITH GRANT OPTION;
            ALTER TABLE buyers OWNER TO {owner}
            """);

        await _live.MakeAsync(Customers);

        await _live.Database.ExecuteAsync($"SET ROLE {reader.Quoted}; INSERT INTO customers (name) VALUES ('Ada'); SELECT name FROM customers; DELETE FROM customers");
        var reading = () => _live.Database.ExecuteAsync($"SET ROLE {reader.Quoted}; SELECT notes FROM customers");
        await reading.Should().ThrowAsync<Npgsql.PostgresException>().Where(error => error.SqlState == Npgsql.PostgresErrorCodes.InsufficientPrivilege);
        (await _live.Database.QueryAsync<string>("SELECT tableowner::text FROM pg_tables WHERE tablename = 'buyers' UNION SELECT viewowner::text FROM pg_views WHERE viewname = 'customers'"))
            .Should().Equal(owner.Value);
        await _live.ExecuteAsync($"DROP OWNED BY {reader}, {owner} CASCADE; DROP ROLE {reader}, {owner}");
    }

    [Test]
    public async Task Row_security_holds_under_the_older_name_or_there_is_none()
    {
        var reader = new Identifier($"reader_{Guid.NewGuid():n}");
        await _live.ExecuteAsync($"""
            CREATE ROLE {reader};
            GRANT SELECT ON buyers TO {reader};
            INSERT INTO buyers (name) VALUES ('Ada'), ('Bob');
            ALTER TABLE buyers ENABLE ROW LEVEL SECURITY;
            CREATE POLICY first_only ON buyers USING (name = 'Ada')
            """);

        var making = () => _live.MakeAsync(Customers);

        if (_live.Database.Major < 15)
        {
            await making.Should().ThrowAsync<CatalogException>().WithMessage("Table buyers has row security, which customers would go around: *");
        }
        else
        {
            await making();
            (await _live.Database.QueryAsync<string>($"SET ROLE {reader.Quoted}; SELECT name FROM customers")).Should().Equal("Ada");
        }

        await _live.ExecuteAsync($"DROP OWNED BY {reader}; DROP ROLE {reader}");
    }

    [Test]
    public async Task The_old_version_goes_on_while_the_table_changes()
    {
        await _live.MakeAsync(Customers);
        await _live.Database.ExecuteAsync("INSERT INTO customers (name, notes) VALUES ('Ada', 'x')");
        await using var old = await _live.Database.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("UPDATE customers SET name = name || '!' RETURNING upper(name)", old);
        await command.PrepareAsync();
        var names = new List<object?> { await command.ExecuteScalarAsync() };

        Change[] changes =
        [
            new AddColumn("buyers", Column.Text("email")),
            new RenameColumn("buyers", "email", "mail"),
            new DropColumn("buyers", "notes"),
            new AddDualWrite("buyers", new("name_mail", [new("mail", $"name")], [new("name", $"mail")])),
            new ChangeColumnType("buyers", "name", ColumnType.Text(100), Conversion.None),
        ];
        foreach (var change in changes)
        {
            var after = await _live.MakeAsync(change);
            (await _live.InspectAsync()).Should().Be(await _live.NormalizeAsync(after));
            names.Add(await _live.Database.QueryAsync<string>("UPDATE customers SET name = name || '!' RETURNING name") is [var name] ? name : null);
        }

        names.Add(await command.ExecuteScalarAsync());
        names.Should().Equal("ADA!", "Ada!!", "Ada!!!", "Ada!!!!", "Ada!!!!!", "Ada!!!!!!", "ADA!!!!!!!");
        (await _live.Database.QueryAsync<string>("SELECT mail FROM buyers")).Should().Equal("Ada!!!!!!!");
    }

    [Test]
    public async Task A_view_that_somebody_has_made_read_another_table_too_is_his_own()
    {
        await _live.MakeAsync(Customers);

        await _live.Database.ExecuteAsync("CREATE TABLE banned (id bigint); CREATE OR REPLACE VIEW customers AS SELECT b.id, b.name, b.notes, b.xmin FROM buyers b WHERE id NOT IN (SELECT id FROM banned)");

        var catalog = await _live.InspectAsync();
        catalog.Aliases.Should().BeEmpty();
        catalog.Opaques.Should().ContainSingle().Which.Name.Should().Be((QualifiedName)"customers");
    }

    [Test]
    public async Task A_table_is_not_dropped_under_its_older_name()
    {
        await _live.MakeAsync(Customers);

        var dropping = () => _live.MakeAsync(new DropTable("buyers"));

        await dropping.Should().ThrowAsync<CatalogException>().WithMessage("*its older name customers*");
    }
}
