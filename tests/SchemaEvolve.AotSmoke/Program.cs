using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SchemaEvolve;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;

Migration[] migrations = [new CreateNotes(), new RateNotes()];
if (args is ["start", var file])
{
    // What the benchmarks measure, with the process around it.
    await new Migrator(SqliteProvider.Create($"Data Source={file}"), MigrationSet.Of(migrations)).MigrateAsync();
    return 0;
}

var folder = Directory.CreateTempSubdirectory("schema-evolve-");
try
{
    var builder = Host.CreateEmptyApplicationBuilder(null);
    builder.Services.AddSchemaEvolve(evolve =>
        (args is [var server] ? evolve.UsePostgreSql(server) : evolve.UseSqlite($"Data Source={Path.Combine(folder.FullName, "smoke.db")}"))
        .AddMigrations(migrations));
    using var host = builder.Build();

    var first = (await host.MigrateAsync()).Single();
    var second = (await host.MigrateAsync()).Single();
    var timeline = await host.Services.GetRequiredService<Migrator>().TimelineAsync();

    Console.WriteLine($"{first.Outcome}, then {second.Outcome}, with {timeline.Count} events.");
    return (first.Outcome, second.Outcome) is (MigrationOutcome.Migrated, MigrationOutcome.UpToDate) && timeline.Count > 0 ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}

[Migration(2026_01_01_0900)]
internal sealed class CreateNotes : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.CreateTable("notes", Column.Int64("id").Identity().PrimaryKey(), Column.Text("text").NotNull())
            .Seed(["id", "text"], key: ["id"], [1, "compiled ahead of time"]);
}

/// <summary>A change that SQLite makes by copying the table, and PostgreSQL by a second column.</summary>
[Migration(2026_01_02_0900)]
internal sealed class RateNotes : Migration
{
    protected override void Define(MigrationBuilder schema) =>
        schema.Table("notes")
            .AddColumn(Column.Int32("stars").NotNull().Default(0))
            .AddColumn(Column.Int32("length").GeneratedStored($"length(text)"))
            .ChangeType("stars", ColumnType.Decimal(3, 1));
}
