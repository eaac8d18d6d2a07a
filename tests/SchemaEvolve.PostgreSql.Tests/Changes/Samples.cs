using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>The changes that PostgreSQL can make: those that all databases can, and its own.</summary>
internal static class Samples
{
    private static readonly Identifier Payload = "payload";

    /// <summary>A table with a name that only quotes hold together, in a schema that is not searched.</summary>
    public static QualifiedName Sizes { get; } = ("sales", "Größen \"x\"");

    /// <summary>The shop, and tables of what only PostgreSQL has.</summary>
    public static Catalog Shop { get; } = Conformance.Shop.Catalog with
    {
        Schemas = [new("sales")],
        Enums = [new("mood", ["sad", "ok", "happy"]), new(("sales", "size"), ["s", "m"])],
        Tables =
        [
            .. Conformance.Shop.Catalog.Tables,
            Table.Of(
                Sizes,
                Column.Int32("a").NotNull(),
                Column.Int64("b").NotNull(),
                Column.Enum("mood", "mood").Default("ok"),
                Column.Enum("size", ("sales", "size")),
                Column.Array("tags", ColumnType.Text()).Default("{}"),
                Column.Array("moods", ColumnType.Enum("mood")),
                Column.Jsonb("payload"),
                Column.Text("sorted").Collate("C").NotNull().Default("a"),
                Column.Interval("span"),
                Column.LocalTimestamp("local"),
                Column.Timestamp("instant").DefaultSql(Sql.Now),
                Column.Int32("twice").GeneratedStored($"{new Identifier("a")} * 2")) with
            {
                Uniques = [new("uq_sizes", ["b", "a"])],
                Indexes =
                [
                    new Index("ix_payload", ["payload"]).Using("gin"),
                    new Index("ix_sorted", [((IndexKey)"sorted").With("text_pattern_ops"), IndexKey.Descending("b") with { NullsFirst = false }]).Include("a"),
                ],
                Options = ["fillfactor=70"],
            },
        ],
    };

    /// <summary>The shop, and a table that has at most one row for each customer.</summary>
    public static Catalog Paired { get; } = Shop with { Tables = [.. Shop.Tables, Conformance.Shop.Paired.Tables["profiles"]] };

    /// <summary>The shop, and a table that refers to two others.</summary>
    public static Catalog VisitedShop { get; } = Shop with
    {
        Tables =
        [
            .. Shop.Tables,
            Table.Of("visits", Column.Int64("host"), Column.Int64("guest"), Column.Char("country", 2)) with
            {
                ForeignKeys =
                [
                    new("fk_host", ["host"], "customers", ["id"]),
                    new("fk_guest", ["guest"], "customers", ["id"]),
                    new("fk_country", ["country"], "countries", ["code"]),
                ],
            },
        ],
    };

    /// <summary>What gives each row another value, as far as samples name it.</summary>
    public static Volatility Volatility { get; } = new(["gen_random_uuid"]);

    /// <summary>The changes.</summary>
    public static IEnumerable<TestCaseData> All =>
    [
        .. SampleChanges.Common.Where(change => change is not CreateEnum)
            .Concat(SampleChanges.Data)
            .Concat(Own)
            .Select(change => new TestCaseData(Shop, change).SetArgDisplayNames(change.Description)),
        .. SampleChanges.Special.Where(change => change is CreateSequence or CreateExtension or AddExclusion)
            .Select(change => new TestCaseData(Shop, change).SetArgDisplayNames(change.Description)),
        Sequel(new CreateEnum(new("weather", ["wet"])), new DropEnum("weather")),
        Sequel(new CreateSchema("store"), new DropSchema("store")),
        .. SampleChanges.Sequels.Where(sequel => sequel.Change is DropSequence or DropExtension or DropExclusion or DropDualWrite or DropAlias or SetPrimaryKey)
            .Select(sequel => Sequel(sequel.Before, sequel.Change)),
        .. SampleChanges.Pairs.Select(sample => new TestCaseData(Paired with { Mirrors = sample.Before.Mirrors }, sample.Change).SetArgDisplayNames(sample.Change.Description)),
        Sequel(new SetIdentity("orders", "number", new(Start: 5)), new MoveDefault("orders", "number", "customer")),
        new TestCaseData(VisitedShop, new DropTable("visits")).SetArgDisplayNames("Drop table visits"),
        .. WhileInStep.Select(change => Sequel(new AddDualWrite("customers", PhoneToNotes), change)),
        .. WhileAlias.Select(change => Sequel(new CreateAlias(new("clients", "customers")), change)),
    ];

    /// <summary>Puts some rows into the tables of the shop.</summary>
    public static async Task FillAsync(LiveCatalog live)
    {
        await live.ExecuteAsync($"INSERT INTO countries (code, name) VALUES ('AT', 'Austria'), ('CH', 'Schweiz')");
        await live.ExecuteAsync($"INSERT INTO customers (name, phone, country) VALUES ('Ada', '1', 'AT'), ('Bob', '2', NULL)");
        await live.ExecuteAsync($"INSERT INTO orders (customer, number, total) VALUES (1, 1, 9.5), (2, 2, 0)");
        await live.ExecuteAsync($"INSERT INTO {Sizes} (a, b, payload) VALUES (1, 1, '1'), (2, 2, NULL)");
    }

    private static IEnumerable<Change> Own =>
    [
        new CreateEnum(new("weather", ["sunny", "it's wet"])),
        new CreateSchema("store"),
        new AddEnumValue("mood", "it's great"),
        new AddEnumValue(("sales", "size"), "xs", Before: "s"),
        new RenameEnumValue("mood", "sad", "blue"),
        new CreateSequence(new(("sales", "countdown"), Start: -1, Increment: -1)),
        new AddExclusion(Sizes, new("ex_sizes", "gist", [new($"int8range({new Identifier("a")}, {new Identifier("b")}, '[]')", "&&")])),
        new CreateTable(Table.Of(("sales", "shifts"), Column.Int64("first"), Column.Int64("last")) with
        {
            Exclusions = [new("ex_shifts", "gist", [new($"int8range({new Identifier("first")}, {new Identifier("last")})", "&&")])],
        }),
        new CreateTable(Table.Of(("sales", "notes"), Column.Int64("id").Identity(always: true, start: 10, increment: 5).PrimaryKey()) with { Options = ["unlogged"] }),
        new SetCollation("customers", "phone", "C"),
        new SetIdentity("customers", "id", null),
        new SetIdentity("customers", "id", new(IsAlways: true, Start: 100, Increment: 10)),
        new SetIdentity("orders", "number", new()),
        new SetTableOptions("orders", ["autovacuum_enabled=false", "fillfactor=90"]),
        new SetTableOptions(Sizes, []),
        new SetTableOptions("orders", ["unlogged"]),
        new SetPrimaryKey("customers", new("pk_customers", ["name"])),
        new AddUnique("orders", new("uq_orders_number", ["number"]) { Deferral = Deferral.InitiallyDeferred }),
        new AddForeignKey(Sizes, new("fk_permuted", ["a", "b"], "orders", ["number", "customer"]) { OnUpdate = ReferentialAction.Cascade, Deferral = Deferral.InitiallyImmediate }),
        new CreateIndex("customers", new Index("ix_included", ["name"]) { IsUnique = true }.Include("phone")),
        new CreateIndex(Sizes, new Index("ix_expression", [IndexKey.Of($"{Payload} ->> 'k'"), "b"]).Where($"{Payload} IS NOT NULL")),
        new AddColumn("customers", Column.Jsonb("extra").NotNull().Default("{}").WithComment("More")),
        new AddColumn("customers", Column.Int64("serial").Identity()),
        new AddColumn("customers", Column.Int32("letters").GeneratedStored($"length({new Identifier("name")})")),
        new AddColumn("customers", Column.Timestamp("made_at").NotNull().DefaultSql(Sql.Now)),
        new ChangeColumnType("customers", "name", ColumnType.Text(200), Conversion.None),
        new ChangeColumnType("customers", "name", ColumnType.Text(), Conversion.None),
        new ChangeColumnType("customers", "phone", ColumnType.Int32, Conversion.None),
        new ChangeColumnType("customers", "phone", ColumnType.Decimal(8, 2), new(old => $"length({old}) + {old}::numeric")),
        new ChangeColumnType("countries", "code", ColumnType.Char(3), Conversion.None),
        new ChangeColumnType("customers", "country", ColumnType.Text(), Conversion.None),
        new ChangeColumnType(Sizes, "mood", ColumnType.Text(), Conversion.None),
        new ChangeColumnType(Sizes, "size", ColumnType.Enum("mood"), Conversion.None),
        new ChangeColumnType(Sizes, "local", ColumnType.Timestamp, Conversion.None),
        new DropIndex(Sizes, "ix_payload"),
        new DropTable(Sizes),
    ];

    /// <summary>Two forms of a phone number.</summary>
    public static DualWrite PhoneToNotes { get; } = new("phone_notes", [new("notes", $"trim({new Identifier("phone")})")], [new("phone", $"{new Identifier("notes")}")]);

    private static IEnumerable<Change> WhileInStep =>
    [
        new AddDualWrite("customers", new("country_points", [new("points", $"coalesce({new Identifier("country")}, 'none')")], [new("country", $"nullif({new Identifier("points")}, 'none')")])),
        new RenameTable("customers", "guests"),
        new ChangeColumnType("customers", "notes", ColumnType.Text(500), Conversion.None),
        new SetCollation("customers", "notes", "C"),
        new DropTable("customers"),
    ];

    private static IEnumerable<Change> WhileAlias =>
    [
        new AddColumn("customers", Column.Text("nickname")),
        new DropColumn("customers", "points"),
        new RenameColumn("customers", "notes", "remarks"),
        new RenameTable("customers", "patrons"),
        new ChangeColumnType("customers", "points", ColumnType.Text(50), Conversion.None),
        new SetCollation("customers", "points", "C"),
    ];

    private static TestCaseData Sequel(Change before, Change change) =>
        new TestCaseData(before.Apply(Shop), change).SetArgDisplayNames(change.Description);
}
