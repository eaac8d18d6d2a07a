using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.Sqlite.Tests.Conformance;

namespace SchemaEvolve.Sqlite.Tests;

[TestFixture]
public class CaseTests : Suite<SqliteFile>
{
    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema =>
        schema.CreateTable("Customers", Column.Int64("id").PrimaryKey(), Column.Text("Name")));

    [Test]
    public async Task A_table_that_differs_only_in_case_is_refused_by_the_plan()
    {
        await Database.Migrator(Create).MigrateAsync();
        var again = Recorded.Migration(2, "Again", schema => schema.CreateTable("customers", Column.Int64("id").PrimaryKey()));

        var plan = () => Database.Migrator(Create, again).PlanAsync();

        (await plan.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should().EndWith(
            "Table customers differs only in case from Customers, which is there, and SQLite does not see case. Give it another name.");
    }

    [Test]
    public async Task A_column_that_differs_only_in_case_is_refused_by_the_plan()
    {
        await Database.Migrator(Create).MigrateAsync();
        var again = Recorded.Migration(2, "Again", schema => schema.Table("Customers").AddColumn(Column.Text("name")));

        var plan = () => Database.Migrator(Create, again).PlanAsync();

        (await plan.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should().EndWith(
            "Columns Name and name of Customers differ only in case, which SQLite does not see. Give one of them another name.");
    }
}
