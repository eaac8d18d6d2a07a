using System.Reflection;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;
using SchemaEvolve.Safety;

namespace SchemaEvolve.Conformance;

/// <summary>What a start makes of the dangers in its plan.</summary>
public abstract class SafetySuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration Open = Recorded.Migration(1, "Open", schema => schema
        .CreateTable("orders", Column.Int64("id").PrimaryKey(), Column.Text("note"), Column.Text("fax"))
        .Seed(["id", "note"], key: ["id"], [1, "fragile"]));

    private static readonly RecordedMigration Forget = Recorded.Migration(2, "Forget", schema =>
        schema.Unsafe("nobody reads it", inPlace => inPlace.Table("orders").DropColumn("fax")));

    private static readonly RecordedMigration Remark = Recorded.Migration(2, "Remark", schema =>
        schema.Unsafe("it is quick", inPlace => inPlace.Table("orders").RenameColumn("note", "remark")));

    [TestCase("QuickStart")]
    [TestCase("RollingDeploy")]
    public async Task The_samples_run_into_no_danger(string sample)
    {
        var migrations = MigrationSet.FromAssembly(Assembly.Load(sample)).Recorded;
        for (var count = 1; count <= migrations.Count; count++)
        {
            (await Database.Migrator(new MigratorOptions(), migrations.Take(count)).PlanAsync()).Findings.Should().BeEmpty();
            await Database.Migrator(migrations.Take(count)).MigrateAsync();
        }
    }

    [Test]
    public async Task An_error_stops_a_start_before_anything_is_touched()
    {
        await Database.Migrator(Open).MigrateAsync();

        var migrating = () => Database.Migrator(Open, Forget).MigrateAsync();

        (await migrating.Should().ThrowAsync<MigrationSafetyException>()).Which.Findings.Select(finding => finding.Rule).Should().Equal("SE302");
        (await Database.RowsAsync("orders")).Should().Equal("fax=NULL, id=1, note=fragile");
        (await Database.HistoryAsync()).Find(2).Should().BeNull();
    }

    [Test]
    public async Task A_plan_tells_its_dangers()
    {
        await Database.Migrator(Open).MigrateAsync();

        var plan = await Database.Migrator(Open, Remark).PlanAsync();

        plan.ToMarkdown().Should().Contain(
            """
            - **Warning**, [SE401](docs/rules/SE401.md): 2 Remark: Renaming orders.note in place breaks every running instance that still reads or writes note.
              Write instead:

              ```
              schema.Table("orders").RenameColumn("note", to: "remark");
              ```

            """);
        plan.ToJson().Should().Contain("\"page\": \"docs/rules/SE401.md\"");
        plan.Findings.Should().Equal(new Finding("SE401", FindingSeverity.Warning, "Renaming orders.note in place breaks every running instance that still reads or writes note.")
        {
            Migration = "2 Remark",
            Operation = "Rename column note of orders to remark",
            Instead = """schema.Table("orders").RenameColumn("note", to: "remark");""",
        });
    }

    [TestCase(SafetyLevel.Rewrite, true, false)]
    [TestCase(SafetyLevel.Warn, false, false)]
    [TestCase(SafetyLevel.Strict, true, true)]
    [TestCase(SafetyLevel.Off, false, false)]
    public async Task A_level_says_what_stops_a_start(SafetyLevel level, bool errorsStop, bool warningsStop)
    {
        await Database.Migrator(Open).MigrateAsync();
        var options = new MigratorOptions { Safety = level };

        var warned = await StopsAsync(Database.Migrator(options, Open, Remark));
        var failed = await StopsAsync(Database.Migrator(options, Open, Forget with { Id = 3 }));

        warned.Should().Be(warningsStop);
        failed.Should().Be(errorsStop);
    }

    [Test]
    public async Task A_suppression_holds_until_it_ends()
    {
        await Database.Migrator(Open).MigrateAsync();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var ended = Forget with { Suppressions = [new("SE302", "It was always empty", "shop", today.AddDays(-2))] };
        var held = Forget with { Suppressions = [new("SE302", "It was always empty", "shop", today.AddDays(2))] };

        var migrating = () => Database.Migrator(Open, ended).MigrateAsync();

        (await migrating.Should().ThrowAsync<MigrationSafetyException>()).Which.Findings.Should().ContainSingle()
            .Which.Message.Should().EndWith($"shop suppressed this until {today.AddDays(-2):yyyy-MM-dd}, because: It was always empty");
        var plan = await Database.Migrator(Open, held).PlanAsync();
        plan.Findings.Should().BeEmpty();
        plan.ToMarkdown().Should().Contain(
            $"""
            ## What the rules say

            - **Error**, [SE302](docs/rules/SE302.md): 2 Forget: {plan.Suppressed[0].Finding.Message} 2 Forget suppresses it until {today.AddDays(2):yyyy-MM-dd}, shop answers for that: It was always empty

            """);
        plan.ToJson().Should().Contain($"\"owner\": \"shop\",\n      \"until\": \"{today.AddDays(2):yyyy-MM-dd}\"");
        await Database.Migrator(Open, held).MigrateAsync();
        (await Database.Migrator(Open, held).TimelineAsync()).Single(one => one.Kind == "suppressed").Description
            .Should().Be($"SE302 is suppressed until {today.AddDays(2):yyyy-MM-dd} by shop, because: It was always empty. It has found: {plan.Suppressed[0].Finding.Message}");
        (await Database.Migrator(Open, Forget).MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate, "a suppression is no part of what has run");
    }

    [Test]
    public async Task A_database_is_marked_by_its_first_start_and_refuses_others()
    {
        var more = Recorded.Migration(2, "More", schema => schema.Table("orders").AddColumn(Column.Text("more")));
        await Database.Migrator(In("production"), Open).MigrateAsync();

        (await StopsAsync(Database.Migrator(In("staging"), Open, more))).Should().BeTrue();
        (await StopsAsync(Database.Migrator(In(null), Open, more))).Should().BeTrue();
        (await Database.Migrator(In("staging"), Open).MigrateAsync()).Outcome.Should().Be(MigrationOutcome.UpToDate);
        (await StopsAsync(Database.Migrator(In("production"), Open, more))).Should().BeFalse();
        (await Database.Migrator(In("staging"), Open, more).PlanRollbackAsync(1)).Obstacles[0]
            .Should().StartWith("This database is marked production, and this application runs as staging.");

        static MigratorOptions In(string? environment) => new() { Environment = environment, Contract = ContractPolicy.Immediately };
    }

    [Test]
    public async Task An_application_adds_rules_of_its_own()
    {
        var options = new MigratorOptions { Rules = [new Tenantless()] };

        var plan = await Database.Migrator(options, Open).PlanAsync();

        plan.Findings.Select(finding => finding.ToString()).Should().Equal("SHOP1 Error: 1 Open: Table orders has no tenant.");
    }

    private static async Task<bool> StopsAsync(Migrator migrator)
    {
        try
        {
            await migrator.MigrateAsync();
            return false;
        }
        catch (MigrationSafetyException)
        {
            return true;
        }
    }

    private sealed class Tenantless : ISafetyRule
    {
        public string Id => "SHOP1";

        public string Danger => "A table without a tenant";

        public FindingSeverity Severity => FindingSeverity.Error;

        public IEnumerable<Finding> Check(Review review) => review.Asked<CreateTable>()
            .Where(asked => !asked.Operation.Table.Columns.Contains("tenant"))
            .Select(asked => this.Finds(asked.By, $"Table {asked.Operation.Table.Name} has no tenant."));
    }
}
