using Dapper;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.Testing.Rehearsing;

namespace SchemaEvolve.Testing.Tests;

/// <summary>What a rehearsal finds on every database system.</summary>
public abstract class RehearsalSuite
{
    private protected static readonly RecordedMigration Open = Recorded.Migration(1, "Open", schema => schema
        .CreateTable("notes", Column.Int64("id").Identity().PrimaryKey(), Column.Text("text").NotNull(), Column.Text("phone")));

    private protected static readonly RecordedMigration Answers = Recorded.Migration(2, "Answers", schema => schema
        .CreateTable("answers", Column.Int64("note").NotNull())
        .AddIndex("note"));

    [Test]
    public async Task Migrations_that_lead_there_and_back_are_without_problems()
    {
        var report = await RehearseAsync(
            Open,
            Recorded.Migration(2, "Phones", schema => schema.Table("notes").ReplaceColumn("phone", Column.Text("number"), up: old => $"'+' || {old}", down: now => $"substr({now}, 2)")),
            Recorded.Migration(3, "Count", schema => schema.Table("notes").AddColumn(Column.Int32("times").NotNull().Default(1)).AddIndex("times")),
            Recorded.Migration(4, "Shout", schema => schema.SqlIrreversible($"UPDATE notes SET text = upper(text)", "Nobody knows how it was written.")),
            Recorded.Migration(5, "Answers", schema => schema.CreateTable("answers", Column.Int64("note").NotNull(), Column.Timestamp("at").NotNull().DefaultSql(Sql.Now)).AddForeignKey("note", "notes")),
            Recorded.Migration(6, "More", schema =>
            {
                schema.Sql($"INSERT INTO notes (text) VALUES ('more')", $"DELETE FROM notes WHERE text = 'more'");
                schema.Sql($"INSERT INTO answers (note) SELECT id FROM notes WHERE text = 'more'", $"DELETE FROM answers");
            }),
            Recorded.Migration(7, "Forget", schema => schema.Table("notes").DropColumn("number")));

        report.Problems.Should().BeEmpty();
        report.ToString().Should().Be("4 Shout: Run SQL: UPDATE notes SET text = upper(text): there is no way back. Nobody knows how it was written.");
    }

    [Test]
    public async Task A_way_back_that_leads_elsewhere_is_told_in_words()
    {
        var report = await RehearseAsync(
            Open,
            Recorded.Migration(2, "Shout", schema => schema.Sql($"UPDATE notes SET text = upper(text)", $"UPDATE notes SET text = 'lost'")),
            Recorded.Migration(3, "Index", schema => schema.Sql($"CREATE INDEX by_phone ON notes (phone)", $"UPDATE notes SET phone = phone")));

        report.ToString().Should().StartWith(
            """
            2 Shout: down, rows of notes differ: (id=1, phone=1, text=first) is not there; (id=1, phone=1, text=lost) is there instead
            2 Shout: up again, rows of notes differ: (phone=1, text=FIRST) is not there; (phone=1, text=LOST) is there instead
            3 Index: down, index by_phone of notes is there too
            3 Index: 
            """.TrimEnd());
        report.Problems.Select(problem => problem.Kind).Should().Equal(
            RehearsalFindingKind.Rows, RehearsalFindingKind.Rows, RehearsalFindingKind.Schema, RehearsalFindingKind.Failed);
    }

    [Test]
    public async Task A_way_back_to_other_texts_is_told_in_both_wordings()
    {
        var kept = Sql.Per(postgreSql: $"STORED", sqlite: $"VIRTUAL");

        var report = await RehearseAsync(
            new RehearsalOptions { CutOffs = CutOffs.None },
            Open,
            Recorded.Migration(2, "Prices", schema =>
            {
                schema
                    .CreateTable("prices", Column.Int64("price").PrimaryKey(), Column.Text("mark").DefaultSql($"'EUR'"), Column.Int64("gross").GeneratedStored($"price * 2"))
                    .AddCheck("ck_prices", $"price > 0")
                    .AddIndex(["mark"], index => index.Where($"price > 5").Named("ix_prices"));
                schema.Sql($"CREATE VIEW sums AS SELECT count(*) AS many FROM prices", $"DROP VIEW sums");
            }),
            Recorded.Migration(3, "Free", schema =>
            {
                schema.Sql($"DROP VIEW sums", $"CREATE VIEW sums AS SELECT max(2) AS many FROM prices");
                schema.Sql($"ALTER TABLE prices DROP CONSTRAINT ck_prices", $"ALTER TABLE prices ADD CONSTRAINT ck_prices CHECK (price > 1)");
                schema.Sql($"ALTER TABLE prices DROP COLUMN gross", $"ALTER TABLE prices ADD COLUMN gross bigint GENERATED ALWAYS AS (price * 3) {kept}");
                schema.Sql(
                    $"DROP INDEX ix_prices; ALTER TABLE prices DROP COLUMN mark",
                    $"ALTER TABLE prices ADD COLUMN mark text DEFAULT 'USD'; CREATE INDEX ix_prices ON prices (mark) WHERE price > 4");
            }));

        report.Problems.Select(problem => problem.ToString()).Should().Equal(
            "3 Free: down, check ck_prices of prices is “price > 1” instead of “price > 0”",
            "3 Free: down, column gross of prices is “int64, nullable, generated: price * 3” instead of “int64, nullable, generated: price * 2”",
            "3 Free: down, column mark of prices is “text, nullable, with a default: 'USD'” instead of “text, nullable, with a default: 'EUR'”",
            "3 Free: down, index ix_prices of prices is “(mark), of some rows: price > 4” instead of “(mark), of some rows: price > 5”",
            "3 Free: down, view sums is “CREATE VIEW sums AS SELECT max(2) AS many FROM prices” instead of “CREATE VIEW sums AS SELECT count(*) AS many FROM prices”");
    }

    [Test]
    public async Task A_way_back_that_only_spells_otherwise_is_no_other()
    {
        var report = await RehearseAsync(
            new RehearsalOptions { CutOffs = CutOffs.None },
            Open,
            Recorded.Migration(2, "Calls", schema =>
            {
                schema.Sql($"CREATE VIEW calls AS SELECT id FROM notes WHERE phone IS NOT NULL", $"DROP VIEW calls");
                schema.Sql($"ALTER TABLE notes ADD CONSTRAINT ck_phone CHECK (phone <> '')", $"ALTER TABLE notes DROP CONSTRAINT ck_phone");
            }),
            Recorded.Migration(3, "Quiet", schema =>
            {
                schema.Sql($"DROP VIEW calls", $"create view calls as select ID from notes /* who can be called */ where PHONE is not null");
                schema.Sql($"ALTER TABLE notes DROP CONSTRAINT ck_phone", $"ALTER TABLE notes ADD CONSTRAINT ck_phone CHECK (notes.phone<>'')");
            }));

        report.Verify();
    }

    [Test]
    public async Task What_is_cut_off_anywhere_goes_on_and_turns_back()
    {
        var report = await RehearseAsync(
            new RehearsalOptions { CutOffs = CutOffs.Every },
            Open,
            Recorded.Migration(2, "Answers", schema =>
            {
                schema.Table("notes").AddUnique("text");
                schema.CreateTable("answers", Column.Int64("note").NotNull()).AddCheck("ck_answers_note", $"note > 0");
                schema.Table("notes").ChangeType("phone", ColumnType.Text(80), up: old => $"substr({old}, 1, 80)");
            }),
            Recorded.Migration(3, "Hurry", schema => schema.Unsafe("Nobody is there", unsafely => unsafely.Table("notes").RenameColumn("text", "words"))));

        report.Verify();
        report.CutOff.Should().BeGreaterThan(10);
    }

    [Test]
    public async Task A_transaction_is_cut_off_between_its_statements_too([Values] bool isKill)
    {
        var lifecycle = new Lifecycle([Open, Answers]);
        await using var whole = await CopyableAsync();
        await using var parted = await CopyableAsync();
        await new Lifecycle([Open]).GoAsync(whole.Provider, Way.Up, default);
        await new Lifecycle([Open]).GoAsync(parted.Provider, Way.Up, default);
        var before = await Snapshot.TakeAsync(parted.Provider, default);
        var up = new Cut(isWithin: true);
        await lifecycle.GoAsync(up.Over(whole.Provider), Way.Up, default);
        var point = 1 + up.Points.ToList().FindIndex(words => words.StartsWith("within a transaction, before CREATE INDEX", StringComparison.Ordinal));
        point.Should().BeGreaterThan(1);

        await (isKill
            ? Victim.RunAsync(ToAnswers, parted.ConnectionString, lifecycle, Way.Up, point, default)
            : FluentActions.Awaiting(() => lifecycle.GoAsync(new Cut(isWithin: true, point, () => throw new CutOffException()).Over(parted.Provider), Way.Up, default)).Should().ThrowAsync<MigrationFailedException>());

        (await before.DifferencesOfAsync(await Snapshot.TakeAsync(parted.Provider, default), parted.Provider, default)).Should().BeEmpty();
        await lifecycle.GoAsync(parted.Provider, Way.Up, default);
        (await (await Snapshot.TakeAsync(whole.Provider, default)).DifferencesOfAsync(await Snapshot.TakeAsync(parted.Provider, default), parted.Provider, default)).Should().BeEmpty();
    }

    [Test]
    public async Task A_statement_that_cannot_run_twice_is_found()
    {
        var report = await RehearseAsync(
            new RehearsalOptions { CutOffs = CutOffs.Every },
            Open,
            Recorded.Migration(2, "More", schema => schema.Sql($"INSERT INTO notes (text) VALUES ('more')", $"DELETE FROM notes WHERE text = 'more'", transactional: false)));

        report.Problems.Should().OnlyContain(problem => problem.Kind == RehearsalFindingKind.CutOff);
        report.ToString().Should().Contain("2 More: failed on the way up after INSERT INTO notes (text) VALUES ('more'), then up: rows of notes differ: (phone=NULL, text=more) is there instead");
    }

    [Test]
    public async Task Queries_of_both_versions_are_asked_in_their_phases()
    {
        var report = await RehearseAsync(
            new RehearsalOptions
            {
                CutOffs = CutOffs.None,
                Old = (migration, connection) => migration == Open
                    ? Task.CompletedTask
                    : connection.ExecuteAsync($"INSERT INTO notes (text, {(migration.Name == "Phones" ? "phone" : "number")}) VALUES ('old', '2')"),
                New = async (migration, connection) =>
                {
                    var phones = await connection.QueryAsync<string>($"SELECT {(migration.Name == "Phones" ? "number" : migration.Name == "Hurry" ? "digits" : "phone")} FROM notes WHERE text = 'old'");
                    phones.Should().AllBe("+2");
                },
            },
            Open,
            Recorded.Migration(2, "Phones", schema => schema.Table("notes").ReplaceColumn("phone", Column.Text("number"), up: old => $"'+' || {old}", down: now => $"substr({now}, 2)")),
            Recorded.Migration(3, "Hurry", schema => schema.Unsafe("Nobody is there", unsafely => unsafely.Table("notes").RenameColumn("number", "digits"))));

        report.Problems.Select(problem => (problem.Migration.Name, problem.Kind)).Should().Equal(
            ("Hurry", RehearsalFindingKind.Queries), ("Hurry", RehearsalFindingKind.Queries));
        report.ToString().Should().StartWith("3 Hurry: expanded, the old queries fail: ");
    }

    [Test]
    public async Task A_copy_of_a_database_is_rehearsed_from_where_that_is()
    {
        await using var original = await CopyableAsync();
        await new Migrator(original.Provider, MigrationSet.OfRecorded(Open), new() { Contract = ContractPolicy.Manually }).MigrateAsync();
        await using (var opened = await original.Provider.Connections.OpenAsync(CancellationToken.None))
        {
            await opened.Connection.ExecuteAsync("INSERT INTO notes (text) VALUES ('real')");
        }

        var report = await RehearseAsync(
            new RehearsalOptions { From = original.ConnectionString, CutOffs = CutOffs.None },
            Open,
            Recorded.Migration(2, "Shout", schema => schema.Sql($"UPDATE notes SET text = upper(text)", $"UPDATE notes SET text = 'lost'")));

        report.Rehearsed.Should().Be(1);
        report.ToString().Should().StartWith("2 Shout: down, rows of notes differ: (id=1, phone=NULL, text=real) is not there; (id=1, phone=NULL, text=lost) is there instead");
        await using var left = await original.Provider.Connections.OpenAsync(CancellationToken.None);
        (await left.Connection.QueryAsync<string>("SELECT text FROM notes")).Should().Equal("real");
    }

    [Test]
    public async Task What_another_process_cannot_make_again_is_refused()
    {
        var options = new RehearsalOptions();

        var run = () => Rehearsal.RunAsync(_ => Rehearsal.Of(MigrationSet.OfRecorded(Open), options), "");

        await run.Should().ThrowAsync<ArgumentException>().WithMessage("The process that is killed cannot make this rehearsal again, *");
    }

    [Test]
    public async Task The_whole_quick_start_is_rehearsed()
    {
        var report = await RehearseQuickStartAsync();

        report.Verify();
        report.Rehearsed.Should().Be(15);
        report.CutOff.Should().BeGreaterThanOrEqualTo(CutOffsEach * report.Rehearsed);
        await TestContext.Progress.WriteLineAsync($"{report}");
    }

    /// <summary>Rehearses on a database of its own.</summary>
    protected abstract Task<RehearsalReport> RunAsync(MigrationSet migrations, RehearsalOptions options);

    /// <summary>How another process rehearses <see cref="Answers"/> at every point.</summary>
    private protected abstract Recipe ToAnswers { get; }

    /// <summary>How often each migration of the quick start is cut off at least, by an error or the death of its process.</summary>
    protected abstract int CutOffsEach { get; }

    /// <summary>Rehearses the quick start.</summary>
    protected abstract Task<RehearsalReport> RehearseQuickStartAsync();

    /// <summary>A database of its own, without any migration.</summary>
    protected abstract Task<FreshDatabase> CopyableAsync();

    private protected Task<RehearsalReport> RehearseAsync(params RecordedMigration[] migrations) => RehearseAsync(new RehearsalOptions(), migrations);

    private protected Task<RehearsalReport> RehearseAsync(RehearsalOptions options, params RecordedMigration[] migrations) => RunAsync(MigrationSet.OfRecorded(migrations), options with
    {
        Fill = async (migration, connection) =>
        {
            if (migration == Open)
            {
                await connection.ExecuteAsync("INSERT INTO notes (text, phone) VALUES ('first', '1')");
            }
        },
    });
}
