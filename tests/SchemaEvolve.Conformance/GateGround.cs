using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>Releases of which a newer one takes something away, and what a run of theirs finds in the journal.</summary>
public abstract class GateGround<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    protected static RecordedMigration Create { get; } = Recorded.Migration(2026_01_01_0900, "Create", schema =>
        schema.CreateTable("customers", Column.Int64("id").PrimaryKey(), Column.Text("name"), Column.Text("phone"), Column.Text("fax")));

    protected static RecordedMigration Tidy { get; } = Recorded.Migration(2026_01_02_0900, "Tidy", schema => schema.Table("customers")
        .AddColumn(Column.Text("email"))
        .Update("email", $"lower(name)", $"email IS NULL", Undo.Nothing));

    protected static RecordedMigration DropPhone { get; } = Recorded.Migration(2026_01_03_0900, "DropPhone", schema => schema.Table("customers").DropColumn("phone"));

    protected static MigratorOptions New { get; } = new() { AppVersion = "2.0" };

    protected static MigratorOptions Old { get; } = new() { AppVersion = "1.0" };

    [SetUp]
    public Task StartTheOldVersionAsync() => Database.Migrator(Old, Create).MigrateAsync();

    protected static async Task<IAsyncDisposable> MigrateAndJoinAsync(Migrator migrator)
    {
        await migrator.MigrateAsync();

        return await migrator.JoinAsync();
    }

    protected static async Task<MigrationStanding> StandingAsync(Migrator migrator) =>
        (await migrator.StatusAsync()).Migrations.Single(migration => migration.Id == DropPhone.Id);

    // Nothing can make the clock of a server go on, so what it has written is put back instead.
    protected async Task LetPassAsync(TimeSpan time)
    {
        await AgeAsync("migrations", "migrated_at", time);
        await AgeAsync("migrations", "changed_at", time);
        await AgeAsync("instances", "seen_at", time);
        await AgeAsync("instances", "steady_since", time);
    }

    protected Task AgeAsync(string table, string column, TimeSpan time, string where = "true") => Database.ExecuteAsync(Database.Provider.Engine switch
    {
        Engines.Sqlite => $"UPDATE schema_evolve_{table} SET {column} = strftime('%Y-%m-%dT%H:%M:%fZ', {column}, '-{time.TotalSeconds:F0} seconds') WHERE {where}",
        _ => $"UPDATE schema_evolve.{table} SET {column} = {column} - interval '{time.TotalSeconds:F0} seconds' WHERE {where}",
    });
}
