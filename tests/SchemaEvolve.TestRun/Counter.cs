namespace SchemaEvolve.TestRun;

/// <summary>Migrations that leave a trace wherever they run.</summary>
public static class Counter
{
    /// <summary>The migrations, and one more if a column is named. Whenever they run, a file is added to the folder.</summary>
    public static MigrationSet Migrations(string folder, string? column = null) =>
        MigrationSet.Of([new Create(folder), .. column is null ? Array.Empty<Migration>() : [new Extend(column)]]);

    /// <summary>How often the migrations have run.</summary>
    public static int Runs(string folder) => Directory.GetFiles(folder, "*.trace").Length;

    [Migration(1)]
    private sealed class Create(string folder) : Migration
    {
        protected override void Define(MigrationBuilder schema)
        {
            schema.CreateTable("notes", Column.Int64("id").Identity().PrimaryKey(), Column.Text("text").NotNull());
            schema.RunIrreversible("leave a trace", version: 1, (_, token) => File.WriteAllTextAsync(Path.Combine(folder, $"{Guid.NewGuid():n}.trace"), "", token), "It is only a trace.");
        }
    }

    [Migration(2)]
    private sealed class Extend(string column) : Migration
    {
        protected override void Define(MigrationBuilder schema) => schema.Table("notes").AddColumn(Column.Text(column));
    }
}
