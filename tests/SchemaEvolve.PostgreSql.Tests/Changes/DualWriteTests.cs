using Dapper;
using Npgsql;
using NpgsqlTypes;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>Two forms of the same values stay in step, however PostgreSQL lets rows be written.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
internal sealed class DualWriteTests(PostgreSqlServer server)
{
    private static readonly Identifier Phone = "phone";
    private static readonly Identifier Number = "number";

    private static readonly Table People = Table.Of(
        "people",
        Column.Int32("id").PrimaryKey(),
        Column.Text("phone"),
        Column.Text("number"),
        Column.Int32("visits").NotNull().Default(0),
        Column.Int32("twice").GeneratedStored($"visits * 2"));

    // +49 1 becomes 0049 1 and back.
    private static readonly DualWrite International = new(
        "phone_number",
        [new("number", $"replace({Phone}, '+', '00')")],
        [new("phone", $"regexp_replace({Number}, '^00', '+')")]);

    private LiveCatalog _live = null!;

    [SetUp]
    public async Task CreateAsync() => _live = await LiveCatalog.CreateAsync(server, new() { Tables = [People] });

    [TearDown]
    public async Task DropAsync() => await _live.DisposeAsync();

    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1')", "1 +1 001 0")]
    [TestCase("INSERT INTO people (id, number) VALUES (1, '001')", "1 +1 001 0")]
    [TestCase("INSERT INTO people (id, phone, number) VALUES (1, '+1', '002')", "1 +2 002 0")]
    [TestCase("INSERT INTO people (id) VALUES (1)", "1 - - 0")]
    [TestCase("INSERT INTO people (id, phone, number) VALUES (1, '+1', NULL)", "1 +1 001 0")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'), (2, '+2'), (3, NULL)", "1 +1 001 0", "2 +2 002 0", "3 - - 0")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'); UPDATE people SET phone = '+2'", "1 +2 002 0")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'); UPDATE people SET number = '002'", "1 +2 002 0")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'); UPDATE people SET phone = '+2', number = '003'", "1 +3 003 0")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'); UPDATE people SET phone = NULL", "1 - - 0")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'); UPDATE people SET number = NULL", "1 - - 0")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'), (2, '+2'); UPDATE people SET phone = phone || id, visits = 1", "1 +11 0011 1", "2 +22 0022 1")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'); INSERT INTO people (id, phone) VALUES (1, '+2') ON CONFLICT (id) DO UPDATE SET phone = excluded.phone", "1 +2 002 0")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'); INSERT INTO people (id, number) VALUES (1, '002') ON CONFLICT (id) DO UPDATE SET number = excluded.number", "1 +2 002 0")]
    [TestCase("INSERT INTO people (id, phone) VALUES (1, '+1'); WITH moved AS (UPDATE people SET number = '002' RETURNING *) INSERT INTO people (id, phone) SELECT id + 1, phone || '0' FROM moved", "1 +2 002 0", "2 +20 0020 0")]
    public async Task A_statement_of_either_version_writes_both_forms(string sql, params string[] rows)
    {
        await KeepAsync(International);

        await _live.Database.ExecuteAsync(sql);

        await ShouldBeAsync(rows);
    }

    [Test]
    public async Task What_a_row_became_is_returned_to_whoever_wrote_it()
    {
        await KeepAsync(International);

        var rows = await _live.Database.QueryAsync<string>("INSERT INTO people (id, phone) VALUES (1, '+1') RETURNING number");

        rows.Should().Equal("001");
    }

    [Test]
    public async Task A_merge_writes_both_forms()
    {
        await KeepAsync(International);
        await _live.Database.ExecuteAsync("INSERT INTO people (id, phone) VALUES (1, '+1')");

        // MERGE is new in 15. Before it, that is how one said it.
        await _live.Database.ExecuteAsync(_live.Database.Major >= 15
            ? """
              MERGE INTO people USING (VALUES (1, '002'), (2, '003')) AS new (id, number) ON people.id = new.id
              WHEN MATCHED THEN UPDATE SET number = new.number
              WHEN NOT MATCHED THEN INSERT (id, number) VALUES (new.id, new.number)
              """
            : """
              WITH new (id, number) AS (VALUES (1, '002'), (2, '003')),
                  matched AS (UPDATE people SET number = new.number FROM new WHERE people.id = new.id RETURNING people.id)
              INSERT INTO people (id, number) SELECT id, number FROM new WHERE id NOT IN (SELECT id FROM matched)
              """);

        await ShouldBeAsync("1 +2 002 0", "2 +3 003 0");
    }

    [Test]
    public async Task Rows_that_are_copied_in_have_both_forms()
    {
        await KeepAsync(International);
        await using var connection = await _live.Database.OpenAsync();
        await using (var text = await connection.BeginTextImportAsync("COPY people (id, phone) FROM STDIN"))
        {
            await text.WriteAsync("1\t+1\n");
        }

        await using (var binary = await connection.BeginBinaryImportAsync("COPY people (id, number) FROM STDIN (FORMAT BINARY)"))
        {
            await binary.StartRowAsync();
            await binary.WriteAsync(2, NpgsqlDbType.Integer);
            await binary.WriteAsync("002", NpgsqlDbType.Text);
            await binary.CompleteAsync();
        }

        await ShouldBeAsync("1 +1 001 0", "2 +2 002 0");
    }

    [Test]
    public async Task A_row_version_that_was_read_still_tells_lost_updates()
    {
        await KeepAsync(International);
        await using var connection = await _live.Database.OpenAsync();
        var read = await connection.QuerySingleAsync<uint>("INSERT INTO people (id, phone) VALUES (1, '+1') RETURNING xmin");

        var written = await connection.QuerySingleAsync<uint>($"UPDATE people SET phone = '+2' WHERE id = 1 AND xmin = '{read}' RETURNING xmin");

        written.Should().NotBe(read);
        (await connection.ExecuteAsync($"UPDATE people SET phone = '+3' WHERE id = 1 AND xmin = '{read}'")).Should().Be(0);
    }

    [Test]
    public async Task What_another_trigger_did_to_the_row_is_followed()
    {
        await _live.ExecuteAsync($"""
            CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.phone := NEW.phone || ''!''; RETURN NEW; END';
            CREATE TRIGGER "zz last" BEFORE INSERT OR UPDATE ON people FOR EACH ROW EXECUTE FUNCTION mark()
            """);
        await KeepAsync(International);

        await _live.Database.ExecuteAsync("INSERT INTO people (id, phone) VALUES (1, '+1'); UPDATE people SET visits = 1");

        await ShouldBeAsync("1 +1!! 001!! 1");
    }

    [TestCase("~zz")]
    [TestCase("Ω")]
    public async Task A_trigger_that_would_fire_behind_is_named(string name)
    {
        await _live.ExecuteAsync($"""
            CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER {new Identifier(name)} BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION mark()
            """);

        var keeping = () => KeepAsync(International);

        await keeping.Should().ThrowAsync<CatalogException>().WithMessage(
            $"Trigger {name} of people would fire behind ~se_dual_write_update, which has to see what it does. Write Sql($\"ALTER TRIGGER \"{name}\" ON \"people\" RENAME TO …\") with a name that begins with a letter from a to z.");
    }

    [Test]
    public async Task An_update_of_other_columns_calls_nothing()
    {
        await _live.Database.ExecuteAsync("INSERT INTO people (id, phone) VALUES (1, 'x')");
        await KeepAsync(new("phone_number", [new("number", $"{Phone}::int::text")], [new("phone", $"{Number}")]));

        await _live.Database.ExecuteAsync("UPDATE people SET visits = 7; UPDATE people SET phone = phone");

        await ShouldBeAsync("1 x - 7");
    }

    [Test]
    public async Task A_conversion_that_fails_fails_the_statement_with_its_own_error()
    {
        await KeepAsync(new("phone_number", [new("number", $"{Phone}::int::text")], [new("phone", $"{Number}")]));
        await _live.Database.ExecuteAsync("INSERT INTO people (id, phone) VALUES (1, '01')");

        var writing = () => _live.Database.ExecuteAsync("UPDATE people SET phone = 'x'");

        await writing.Should().ThrowAsync<PostgresException>().Where(error => error.SqlState == PostgresErrorCodes.InvalidTextRepresentation);
        await ShouldBeAsync("1 01 1 0");
    }

    [Test]
    public async Task A_subquery_may_name_a_column_of_its_own_that_the_row_has_too()
    {
        await _live.ExecuteAsync($"CREATE TABLE codes (phone text, number text); INSERT INTO codes VALUES ('+1', 'one'), ('+2', 'two')");
        await KeepAsync(new(
            "phone_number",
            [new("number", $"(SELECT number FROM codes WHERE phone = people.phone) -- by the book")],
            [new("phone", $"(SELECT phone FROM codes WHERE number = people.number)")]));

        await _live.Database.ExecuteAsync("INSERT INTO people (id, phone) VALUES (1, '+1'), (2, '+1'); UPDATE people SET number = 'two' WHERE id = 2");

        await ShouldBeAsync("1 +1 one 0", "2 +2 two 0");
    }

    [Test]
    public async Task Whatever_schemas_a_session_searches_the_conversion_finds_its_own()
    {
        await _live.ExecuteAsync($"""
            CREATE FUNCTION spell(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)';
            CREATE SCHEMA elsewhere;
            CREATE FUNCTION elsewhere.spell(text) RETURNS text LANGUAGE sql AS 'SELECT ''wrong''::text'
            """);
        await KeepAsync(new("phone_number", [new("number", $"spell({Phone})")], [new("phone", $"lower({Number})")]));

        await _live.Database.ExecuteAsync("SET search_path = ''; INSERT INTO public.people (id, phone) VALUES (1, 'a')");
        await _live.Database.ExecuteAsync("SET search_path = elsewhere, public; INSERT INTO people (id, phone) VALUES (2, 'b')");

        await ShouldBeAsync("1 a A 0", "2 b B 0");
    }

    [Test]
    public async Task A_session_that_has_planned_its_statements_follows_the_new_rules_at_once()
    {
        await KeepAsync(International);
        await _live.Database.ExecuteAsync("INSERT INTO people (id, phone) VALUES (1, '+1'), (2, '+2')");
        await using var session = await _live.Database.OpenAsync();
        await using var other = await _live.Database.OpenAsync();
        await using var command = new NpgsqlCommand("UPDATE people SET phone = $1 WHERE id = $2", session) { Parameters = { new() { Value = "" }, new() { Value = 1 } } };
        await command.PrepareAsync();
        for (var turn = 0; turn < 10; turn++)
        {
            command.Parameters[0].Value = $"+{turn}";
            await command.ExecuteNonQueryAsync();
        }

        // It looked before, so its snapshot is older than the rules.
        await using var transaction = await other.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await other.ExecuteAsync("SELECT count(*) FROM pg_proc");
        await _live.MakeAsync(new DropDualWrite("people", International.Name));
        await KeepAsync(new("phone_number", [new("number", $"'#' || {Phone}")], [new("phone", $"substr({Number}, 2)")]));

        command.Parameters[0].Value = "+77";
        await command.ExecuteNonQueryAsync();
        await other.ExecuteAsync("UPDATE people SET phone = '+88' WHERE id = 2");
        await transaction.CommitAsync();

        await ShouldBeAsync("1 +77 #+77 0", "2 +88 #+88 0");
    }

    [Test]
    public async Task A_writer_needs_no_more_rights_than_for_what_it_writes()
    {
        await KeepAsync(International);
        await _live.Database.ExecuteAsync("INSERT INTO people (id, phone) VALUES (1, '+1')");
        var role = new Identifier($"writer_{Guid.NewGuid():n}");
        await _live.ExecuteAsync($"CREATE ROLE {role}; GRANT SELECT (id), UPDATE (phone) ON people TO {role}");

        await _live.Database.ExecuteAsync($"SET ROLE {role.Quoted}; UPDATE people SET phone = '+2' WHERE id = 1");

        await ShouldBeAsync("1 +2 002 0");
        await _live.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Test]
    public async Task Chains_and_fills_go_through_in_their_order()
    {
        await _live.ExecuteAsync($"ALTER TABLE people ADD COLUMN digits text, ADD COLUMN label text");
        await KeepAsync(International);
        await KeepAsync(new("number_digits", [new("digits", $"substr({Number}, 3)")], [new("number", $"'00' || {new Identifier("digits")}")]));
        await KeepAsync(new("label", [new("label", $"'no. ' || {new Identifier("digits")}")], []));

        await _live.Database.ExecuteAsync("""
            INSERT INTO people (id, phone) VALUES (1, '+1');
            INSERT INTO people (id, digits, label) VALUES (2, '2', 'mine');
            INSERT INTO people (id, number) VALUES (3, '003');
            UPDATE people SET digits = '11' WHERE id = 1;
            UPDATE people SET label = NULL WHERE id = 3
            """);

        (await _live.Database.QueryAsync<string>("SELECT concat_ws(' ', id, phone, number, digits, label) FROM people ORDER BY id"))
            .Should().Equal("1 +11 0011 11 no. 1", "2 +2 002 2 mine", "3 +3 003 3 no. 3");
    }

    [Test]
    public async Task Names_may_be_as_odd_as_the_database_allows()
    {
        var table = new QualifiedName("odd schema", new string('ü', 30) + "\"x$");
        var names = new Identifier[] { "new", "old", "dual_write", "value1", "$se$", "Größe \"x\"", "it's\nbroken \\ here", new string('ß', 31) };
        var odd = Table.Of(table, [Column.Int32("id").PrimaryKey(), .. names.Select(name => Column.Text(name))]);
        await using var live = await LiveCatalog.CreateAsync(server, new() { Schemas = [new("odd schema")], Tables = [odd] });
        for (var place = 0; place < names.Length; place += 2)
        {
            var (old, now) = (names[place], names[place + 1]);
            await live.MakeAsync(new AddDualWrite(table, new(old, [new(now, $"{old} ||\n'$se$\\\n' || $se$'$se$ /* why */")], [new(old, $"split_part({now}, '$se$', 1)")])));
        }

        await live.ExecuteAsync($"INSERT INTO {table} (id, {names.Where((_, place) => place % 2 == 0)}) VALUES (1, 'a', 'b', 'c', 'd')");

        var written = await live.Database.QueryAsync<string>($"SELECT concat_ws('|', {string.Join(", ", names.Select(name => name.Quoted))}) FROM {table.Quoted}");
        written.Should().Equal(string.Join('|', "abcd".Select(letter => $"{letter}|{letter}$se$\\\n'")));
        var read = await live.InspectAsync();
        read[table].DualWrites.Select(sync => sync.Name).Should().Equal(names.Where((_, place) => place % 2 == 0));
        read.Opaques.Should().BeEmpty();
        read[table].Opaques.Should().BeEmpty();
    }

    [Test]
    public async Task Types_without_equality_and_types_that_differ_go_over()
    {
        await _live.ExecuteAsync($"""
            ALTER TABLE people ADD COLUMN raw json, ADD COLUMN wrapped json, ADD COLUMN count int NOT NULL DEFAULT 0, ADD COLUMN tally text,
                ADD COLUMN local timestamp, ADD COLUMN instant timestamptz
            """);
        await KeepAsync(new("raw", [new("wrapped", $"json_build_array(raw)")], [new("raw", $"wrapped -> 0")]));
        await KeepAsync(new("count", [new("tally", $"count")], [new("count", $"tally")]));
        await KeepAsync(new("local", [new("instant", $"local")], [new("local", $"instant")]));

        await _live.Database.ExecuteAsync("""
            SET TimeZone = 'Asia/Tokyo';
            INSERT INTO people (id, raw, count, local) VALUES (1, '{}', 7, '2026-03-14 09:15');
            INSERT INTO people (id, wrapped, tally, instant) VALUES (2, '[1]', '8', '2026-03-14 09:15Z');
            """);

        (await _live.Database.QueryAsync<string>("SET TimeZone = 'UTC'; SELECT concat_ws(' ', id, raw, wrapped, count, tally, local, instant) FROM people ORDER BY id")).Should().Equal(
            "1 {} [{}] 7 7 2026-03-14 09:15:00 2026-03-14 09:15:00+00",
            "2 1 [1] 8 8 2026-03-14 09:15:00 2026-03-14 09:15:00+00");
    }

    [Test]
    public async Task A_required_column_is_filled_before_anybody_looks_whether_it_is_empty()
    {
        await KeepAsync(International);
        await _live.MakeAsync(new SetNullability("people", "number", IsNullable: false));

        await _live.Database.ExecuteAsync("INSERT INTO people (id, phone) VALUES (1, '+1')");

        await ShouldBeAsync("1 +1 001 0");
    }

    [Test]
    public async Task A_table_that_is_renamed_keeps_its_rules()
    {
        await KeepAsync(International);
        await _live.MakeAsync(new RenameTable("people", "persons"));

        await _live.Database.ExecuteAsync("INSERT INTO persons (id, number) VALUES (1, '001'); UPDATE persons SET phone = '+2'");

        (await _live.Database.QueryAsync<string>("SELECT number FROM persons")).Should().Equal("002");
    }

    [Test]
    public async Task A_generated_column_cannot_be_read()
    {
        var keeping = () => KeepAsync(new("twice_number", [new("number", $"twice::text")], []));

        await keeping.Should().ThrowAsync<CatalogException>().WithMessage(
            "Column twice of people is generated, which is done only when all triggers have seen the row. Write its expression instead: *visits * 2*.");
    }

    [Test]
    public async Task Nothing_is_left_when_the_last_rule_has_gone()
    {
        var origin = await _live.InspectAsync();
        await KeepAsync(International);

        await _live.MakeAsync(new DropDualWrite("people", International.Name));

        (await _live.InspectAsync()).Should().Be(origin);
        (await _live.Database.QueryAsync<long>("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace")).Should().Equal(0);
        (await _live.Database.QueryAsync<long>("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")).Should().Equal(0);
    }

    private Task<Catalog> KeepAsync(DualWrite dualWrite) => _live.MakeAsync(new AddDualWrite("people", dualWrite));

    private async Task ShouldBeAsync(params string[] rows) =>
        (await _live.Database.QueryAsync<string>("SELECT concat_ws(' ', id, coalesce(phone, '-'), coalesce(number, '-'), visits) FROM people ORDER BY id")).Should().Equal(rows);
}
