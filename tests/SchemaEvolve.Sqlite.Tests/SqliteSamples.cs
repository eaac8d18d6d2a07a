using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;

namespace SchemaEvolve.Sqlite.Tests;

/// <summary>The changes of all databases that SQLite can make, and those that only SQLite can.</summary>
internal static class SqliteSamples
{
    public static IEnumerable<(Catalog Before, Change Change)> Schema { get; } =
    [
        .. SampleChanges.Common.Concat(
        [
            new SetCollation("customers", "phone", "NOCASE"),
            new SetIdentity("customers", "id", null),
            new SetTableOptions("orders", [SqliteOptions.WithoutRowId]),
            new AddColumn("customers", Column.Int32("name_length").GeneratedVirtual($"length({new Identifier("name")})")),
            new AddColumn("customers", Column.Int32("name_size").GeneratedStored($"length({new Identifier("name")})").WithComment("In characters")),
            new AddColumn("customers", Column.Timestamp("created_at").NotNull().DefaultSql(Sql.Now)),
            new AddColumn("customers", Column.Text("short", max: 5).Default("two\n    lines")),
            new AddColumn("customers", Column.Of("odd", ColumnType.Custom($"UNHEARD OF(1, 2)"))),
            new CreateIndex("customers", new Catalogs.Index("ix_collated", [IndexKey.Descending("name") with { Collation = "NOCASE" }])),
        ]).Select(change => (Shop.Catalog, change)),
        (new CreateEnum(new("mood", ["sad", "it's ok"])).Apply(Shop.Catalog), new AddColumn("customers", Column.Enum("feels", "mood").Default("sad"))),
        (new CreateEnum(new("mood", ["sad"])).Apply(Shop.Catalog), new DropEnum("mood")),
        (Moody, new AddEnumValue("mood", "angry")),
        (Moody, new AddEnumValue("mood", "so-so", Before: "it's ok")),
        (Moody, new DropEnumValue("mood", "it's ok")),
        (Moody, new RenameEnumValue("mood", "sad", "blue")),
        .. SampleChanges.Sequels.Where(sequel => sequel.Change is DropDualWrite or DropAlias).Select(sequel => (sequel.Before.Apply(Shop.Catalog), sequel.Change)),
        .. SampleChanges.Pairs.Select(sample => (sample.Before, sample.Change)),
        .. Beside.Select(change => (Synced, change)),
        (Everything, new SetTableOptions("everything", [SqliteOptions.Strict])),
    ];

    // What SQLite alters beside dual writes and aliases, in place and by a copy.
    private static IEnumerable<Change> Beside =>
    [
        new AddColumn("customers", Column.Int32("rowid")),
        new DropColumn("customers", "country"),
        new RenameColumn("customers", "country", "land"),
        new RenameColumn("countries", "code", "iso"),
        new RenameTable("customers", "buyers"),
        new SetDefault("customers", "points", $"'1'"),
        new SetNullability("customers", "notes", IsNullable: false),
        new ChangeColumnType("customers", "country", ColumnType.Text(2), Conversion.None),
        new DropTable("orders"),
    ];

    private static Catalog Synced => Shop.Catalog.After(
    [
        new DropForeignKey("customers", "fk_customers_country"),
        new AddDualWrite("customers", new("notes_and_phone", Up: [new("phone", $"trim({new Identifier("notes")})")], Down: [new("notes", $"{new Identifier("phone")}")])),
        new CreateAlias(new("clients", "customers")),
    ]);

    private static Catalog Moody => Shop.Catalog.After(
    [
        new CreateEnum(new("mood", ["sad", "it's ok"])),
        new CreateTable(Table.Of("feelings", Column.Int64("id").PrimaryKey(), Column.Enum("felt", "mood").NotNull().Default("sad"))),
    ]);

    private static Catalog Everything => SampleChanges.Common.First().Apply(Shop.Catalog);

    public static IEnumerable<(Catalog Before, Change Change)> Data { get; } = SampleChanges.Data.Select(change => (Shop.Catalog, change));

    /// <summary>What leads from an empty database to the catalog.</summary>
    public static IReadOnlyList<Change> Creating(Catalog catalog) =>
    [
        .. catalog.Enums.Select(type => new CreateEnum(type)),
        .. catalog.Tables.Select(table => new CreateTable(table)),
        .. catalog.Aliases.Select(alias => new CreateAlias(alias)),
        .. catalog.Mirrors.Select(mirror => new AddMirror(mirror)),
    ];
}
