using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;
using static SchemaEvolve.Tests.Planning.Paper;

namespace SchemaEvolve.Tests.Planning;

/// <summary>What only its author understands is a step of its own, and the plan behind it a guess.</summary>
public class RawSqlTests
{
    [Test]
    public void What_is_left_is_said_even_where_sql_comes_before_it()
    {
        var fill = Recorded.Migration(1, "Fill", schema =>
        {
            schema.Sql($"SELECT 1", $"SELECT 2");
            schema.Table("customers").Backfill("points", $"'0'", Undo.Nothing);
        });

        var plan = Plan([fill], History.Empty, Staged);

        plan.Steps[0].Reaches.Should().Be(MigrationState.Expanded);
        plan.Steps[0].Leaves.Select(entry => (entry.Phase, entry.Number)).Should().Equal((Phase.Migrate, 1));
    }

    [Test]
    public void After_raw_sql_what_does_not_fit_yet_is_left_for_later()
    {
        var raw = Recorded.Migration(4, "Raw", schema =>
        {
            schema.Sql($"CREATE TABLE legacy (id int)", $"DROP TABLE legacy");
            schema.Table("legacy").AddColumn(Column.Text("note"));
        });

        var plan = Plan([raw, IndexOrders], History.Empty, Staged);

        Steps(plan).Should().Equal("4 Raw, Expand: Run SQL: CREATE TABLE legacy (id int)");
        plan.StopsBecause.Should().Be(
            "4 Raw: Add column note to legacy, and all that follows, is planned once the SQL or C# above has run. Table legacy does not exist. There is: countries, customers, orders.");
    }

    [TestCase("UPDATE t SET a = 1; COMMIT;", "COMMIT")]
    [TestCase("rollback", "ROLLBACK")]
    public void Raw_sql_that_would_end_its_transaction_is_refused(string sql, string end)
    {
        var raw = Recorded.Migration(1, "Raw", schema => schema.Sql(Sql.Raw(sql), $""));

        FluentActions.Invoking(() => Plan([raw], History.Empty, Staged)).Should().Throw<MigrationPlanException>().WithMessage(
            $"Migration 1 Raw cannot be planned at “Run SQL: {sql}”: {end} would end the transaction of the step, so that a failure could no longer be undone. Leave it out, or write transactional: false.");
    }

    [TestCase(Engines.PostgreSql, true)]
    [TestCase(Engines.Sqlite, false)]
    public void What_a_comment_says_is_taken_where_comments_nest(string engine, bool isTaken)
    {
        var raw = Recorded.Migration(1, "Raw", schema => schema.Sql($"/* /* */ ; COMMIT; */ SELECT 1", $""));

        var plan = () => Planner.Plan([raw], History.Empty, Shop.Catalog, engine, new Echo(), Staged);

        if (isTaken)
        {
            plan.Should().NotThrow();
        }
        else
        {
            plan.Should().Throw<MigrationPlanException>();
        }
    }

    [TestCase("SAVEPOINT a; ROLLBACK TO a")]
    [TestCase("SELECT 'x; COMMIT'; -- ; COMMIT")]
    [TestCase("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;")]
    public void Raw_sql_that_only_speaks_of_transactions_is_taken(string sql)
    {
        var raw = Recorded.Migration(1, "Raw", schema => schema.Sql(Sql.Raw(sql), $""));

        Plan([raw], History.Empty, Staged).Steps.Should().ContainSingle();
    }

    [Test]
    public void Several_pieces_of_raw_sql_are_done_with_the_last()
    {
        var migration = Recorded.Migration(1, "Raw", schema => schema.Sql($"SELECT 1", $"SELECT 2"));
        var undo = new RunSql($"SELECT 2", Undo.Nothing, Phase.Expand);
        var entry = HistoryAfter(Plan([migration], History.Empty, Staged).Steps[0], StepState.Done).Migrations[0];
        var retreat = new Retreat(migration, entry, [new Reversal(0, migration.Operations[0], Evolution.None, _ => [undo, undo])]);
        var draft = new PlanDraft(Engines.Sqlite, new Echo(), Shop.Catalog, Staged, isFresh: false);

        draft.AddBack(retreat, [new(Phase.Contract, 0)]);

        draft.ToPlan().Steps.Select(step => (step.Completes.Count > 0, step.Reaches)).Should().Equal(
            (false, MigrationState.RollingBack), (true, MigrationState.Pending));
    }
}
