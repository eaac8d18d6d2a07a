using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>The first migrations of an application.</summary>
public abstract class MigratorGround<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    protected static RecordedMigration CreateCustomers { get; } = Recorded.Migration(2026_01_01_0900, "CreateCustomers", schema => schema
        .CreateTable("customers", Column.Int64("id").Identity().PrimaryKey(), Column.Text("name").NotNull(), Column.Text("phone")));

    protected static RecordedMigration AddEmail { get; } = Recorded.Migration(2026_01_02_0900, "AddEmail", schema => schema
        .Table("customers").AddColumn(Column.Text("email")).AddIndex("email"));

    protected static RecordedMigration DropPhone { get; } = Recorded.Migration(2026_01_03_0900, "DropPhone", schema => schema
        .Table("customers").DropColumn("phone"));

    protected static MigratorOptions Staged { get; } = new() { Contract = ContractPolicy.Manually, Retention = TimeSpan.Zero };

    protected static RecordedMigration AddEmailAfter(RecordedMigration other) => AddEmail with { Id = other.Id + 1 };

    protected async Task<IEnumerable<string>> ColumnsAsync(string table) =>
        (await Database.InspectAsync())[table].Columns.Select(column => column.Name.Value);
}
