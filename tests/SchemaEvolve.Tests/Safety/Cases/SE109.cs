using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE109 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("bookings").AddExclusion("no_overlap", "gist", new($"room", "="), new($"during", "&&"));

    public override void Good(MigrationBuilder schema) => schema.CreateTable(
        "reservations",
        Column.Int64("id").Identity().PrimaryKey(),
        Column.Int64("room").NotNull(),
        Column.Of("during", ColumnType.Custom($"tstzrange")).NotNull())
        .AddExclusion("no_overlap", "gist", new($"room", "="), new($"during", "&&"));

    public override void Given(MigrationBuilder schema) => schema.CreateTable(
        "bookings",
        Column.Int64("id").Identity().PrimaryKey(),
        Column.Int64("room").NotNull(),
        Column.Of("during", ColumnType.Custom($"tstzrange")).NotNull());

    protected override Surroundings BadSurroundings => Sized("bookings", rows: 400_000, bytes: 40L << 20);
}
