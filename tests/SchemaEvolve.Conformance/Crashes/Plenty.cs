using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance.Crashes;

/// <summary>A history over tables with rows enough for a statement to take its time, so that it can be cut off in the middle.</summary>
public static class Plenty
{
    /// <summary>The tables, with their rows.</summary>
    public static RecordedMigration Open { get; } = Recorded.Migration(1, "Open", schema =>
    {
        schema.CreateTable("readings", Column.Int64("id").PrimaryKey(), Column.Text("place").NotNull(), Column.Text("value"));
        schema.CreateTable("places", Column.Int64("id").PrimaryKey(), Column.Text("name"), Column.Text("code"));
        schema.Sql(
            $"""
            INSERT INTO readings (id, place, value)
            WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 2000)
            SELECT number, 'place ' || number % 90, 'value ' || number FROM numbers
            """,
            $"DELETE FROM readings");
        schema.Sql($"INSERT INTO places (id, name) SELECT id, place FROM readings WHERE id <= 90", $"DELETE FROM places");
    });

    /// <summary>All of it. The rows of the backfill are one batch: of more, nobody knows how many batches they are.</summary>
    public static IReadOnlyList<RecordedMigration> All { get; } =
    [
        Open,
        Recorded.Migration(2, "Work", schema =>
        {
            schema.Table("readings")
                .AddIndex(["place"], index => index.Named("ix_readings_place"))
                .AddUnique(["place", "id"], name: "uq_readings_place");
            schema.Sql($"UPDATE readings SET value = value || '!'", $"UPDATE readings SET value = substr(value, 1, length(value) - 1)");
            schema.Table("places").Backfill("code", $"'code of ' || {(Identifier)"name"}", Undo.Nothing);
        }),
    ];
}
