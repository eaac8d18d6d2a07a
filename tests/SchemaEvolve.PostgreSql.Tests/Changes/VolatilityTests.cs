using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>A default is taken for volatile where the server would write the whole table anew for it.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
internal sealed class VolatilityTests(PostgreSqlServer server)
{
    private static readonly Catalog Customers = Catalog.Empty with { Tables = [Table.Of("customers", Column.Int64("id").PrimaryKey())] };

    private static IEnumerable<TestCaseData> Defaults =>
    [
        Default("integer", $"nextval('numbers')", "nextval"),
        Default("uuid", $"gen_random_uuid()", "gen_random_uuid"),
        Default("uuid", $"pg_catalog.GEN_RANDOM_UUID ()", "pg_catalog.gen_random_uuid"),
        Default("timestamptz", $"clock_timestamp()", "clock_timestamp"),
        Default("timestamptz", $"now()", null),
        Default("timestamptz", $"CURRENT_TIMESTAMP(3)", null),
        Default("integer", $"greatest(coalesce(NULL, 1), 2)::numeric(5,2)", null),
        Default("text", $"'random()'", null),
        Default("integer", $"of_each_row()", "of_each_row"),
        Default("integer", $"of_each_statement()", null),
        Default("integer", $"always(1)", null),
        Default("integer", $"overloaded(1)", "overloaded"),
        Default("integer", $"hidden.of_each_row()", "hidden.of_each_row"),
        Default("integer", $"{new Identifier("hidden")}.{new Identifier("Always")}()", null),
        Default("integer", $"1 <+> 2", "<+>"),
        Default("integer", $"1 + -2", null),
        Default("mood", $"1::mood", "mood"),
        Default("mood", $"1", "mood"),
    ];

    [TestCaseSource(nameof(Defaults))]
    public async Task What_the_server_says_of_a_function_is_what_counts(string type, Sql value, string? function)
    {
        await using var live = await LiveCatalog.CreateAsync(server, Customers);
        await live.ExecuteAsync($"""
            INSERT INTO customers (id) VALUES (1);
            CREATE SEQUENCE numbers;
            CREATE SCHEMA hidden;
            CREATE FUNCTION of_each_row() RETURNS int VOLATILE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
            CREATE FUNCTION of_each_statement() RETURNS int STABLE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
            CREATE FUNCTION always(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
            CREATE FUNCTION overloaded(int) RETURNS int VOLATILE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
            CREATE FUNCTION overloaded(text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
            CREATE FUNCTION hidden.of_each_row() RETURNS int VOLATILE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
            CREATE FUNCTION hidden."Always"() RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
            CREATE FUNCTION sum_of(int, int) RETURNS int VOLATILE LANGUAGE plpgsql AS 'BEGIN RETURN $1 + $2; END';
            CREATE OPERATOR <+> (FUNCTION = sum_of, LEFTARG = int, RIGHTARG = int);
            CREATE TYPE mood AS ENUM ('sad', 'happy');
            CREATE FUNCTION mood_of(int) RETURNS mood VOLATILE LANGUAGE plpgsql AS 'BEGIN RETURN ''sad''; END';
            CREATE CAST (int AS mood) WITH FUNCTION mood_of(int) AS ASSIGNMENT
            """);
        await using var connection = await live.Database.OpenAsync();
        var change = new AddColumn("customers", new("extra", ColumnType.Custom(Sql.Raw(type))) { Default = value });
        var catalog = await live.InspectAsync();

        var adding = () => live.Compile(change, catalog);

        if (function is null)
        {
            adding.Should().NotThrow();
        }
        else
        {
            adding.Should().Throw<CatalogException>().WithMessage($"The default of customers.extra is another one for each row ({function}), so PostgreSQL would write the whole table anew*");
        }

        (await RewritesAsync()).Should().Be(function is not null);

        async Task<bool> RewritesAsync()
        {
            const string File = "SELECT relfilenode::bigint FROM pg_class WHERE relname = 'customers'";
            var before = await connection.QuerySingleAsync<long>(File);
            await connection.ExecuteAsync($"ALTER TABLE customers ADD COLUMN extra {type} DEFAULT {value.For(Engines.PostgreSql)}");

            return await connection.QuerySingleAsync<long>(File) != before;
        }
    }

    [Test]
    public async Task What_the_refusal_says_to_write_gives_each_row_a_value_of_its_own()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Customers);
        await live.ExecuteAsync($"INSERT INTO customers (id) VALUES (1), (2)");

        await live.MakeAsync(new AddColumn("customers", Column.Guid("token")));
        await live.MakeAsync(new SetDefault("customers", "token", $"gen_random_uuid()"));
        await live.MakeAsync(new UpdateRows("customers", [new("token", $"DEFAULT")], $"token IS NULL", Undo.Nothing));
        await live.MakeAsync(new SetNullability("customers", "token", IsNullable: false));

        (await live.Database.QueryAsync<Guid>("INSERT INTO customers (id) VALUES (3); SELECT token FROM customers")).Should().OnlyHaveUniqueItems().And.HaveCount(3);
        (await live.InspectAsync())["customers"].Columns["token"].IsNullable.Should().BeFalse();
    }

    private static TestCaseData Default(string type, Sql value, string? function) => new TestCaseData(type, value, function).SetArgDisplayNames(value.ToString(), type);
}
