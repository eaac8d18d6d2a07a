using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Conformance.Playbooks;

/// <summary>A history of a few migrations that ask for something different each, for playbooks to tell of.</summary>
public static class Surgery
{
    /// <summary>What is there when the others are planned.</summary>
    public static RecordedMigration Open { get; } = Recorded.Migration(2026_01_05_0900, "Open", schema =>
    {
        schema.CreateTable(
            "patients",
            Column.Int64("id").Identity().PrimaryKey(),
            Column.Text("name").NotNull(),
            Column.Text("phone"),
            Column.Text("fax"));
        schema.CreateTable("visits", Column.Int64("id").PrimaryKey(), Column.Int64("patient").NotNull(), Column.Text("notes"));
    });

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RecordedMigration> All { get; } =
    [
        Open,
        Recorded.Migration(2026_02_02_0900, "FindVisits", schema =>
            schema.Table("visits").AddIndex("patient").AddForeignKey("patient", "patients")) with
        { Owner = "front-desk", Scope = "visits", Reason = "Looking one up takes seconds | sometimes minutes" },
        Recorded.Migration(2026_02_09_0900, "CallItPhoneNumber", schema =>
        {
            schema.Table("patients").ReplaceColumn("phone", Column.Text("phone_number"), up: old => $"trim({old})", down: now => now);
            schema.ContractWhen(Gate.Soaked(TimeSpan.FromDays(7)), Gate.Approval("the head of the front desk"));
        }) with
        { Owner = "front-desk", Scope = "patients", Reason = "Everybody calls it that" },
        Recorded.Migration(2026_02_16_0900, "ForgetTheFax", schema => schema.Table("patients").DropColumn("fax")) with { Owner = "archive" },
        Recorded.Migration(2026_02_23_0900, "TidyNotes", schema =>
        {
            schema.SqlIrreversible($"UPDATE visits SET notes = NULL WHERE notes = ''", "Nobody needs empty notes.");
            schema.Run("read the notes of the old system", version: 2, (_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask);
            schema.Table("visits").AddColumn(Column.Text("language").NotNull().Default("en"));
            schema.NoRewrite();
        }),
    ];

    /// <summary>How the application plans them.</summary>
    public static MigratorOptions Options { get; } = new() { Contract = ContractPolicy.Manually, AppVersion = "1.2.3" };

    /// <summary>The plan, as if the database had been as large as this.</summary>
    public static async Task<Plan> PlanAsync(DatabaseProvider provider, Surroundings surroundings)
    {
        await new Migrator(provider, MigrationSet.OfRecorded(Open), Options).MigrateAsync();

        return await new Migrator(provider, MigrationSet.OfRecorded(All), Options).PlanAsync() with { Surroundings = surroundings };
    }

    /// <summary>The plan of what is taken away once it has run, as if the database were as large as this.</summary>
    public static async Task<Plan> PlanContractAsync(DatabaseProvider provider, Surroundings surroundings)
    {
        var migrator = new Migrator(provider, MigrationSet.OfRecorded(All), Options);
        await new Migrator(provider, MigrationSet.OfRecorded(Open), Options).MigrateAsync();
        await migrator.MigrateAsync();
        await migrator.ApproveAsync(2026_02_09_0900, "the head of the front desk");

        return await migrator.PlanContractAsync() with { Surroundings = surroundings };
    }
}
