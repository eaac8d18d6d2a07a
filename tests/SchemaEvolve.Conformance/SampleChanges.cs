using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Conformance;

/// <summary>At least one change of each kind, all of which fit <see cref="Shop"/>.</summary>
public static class SampleChanges
{
    private static readonly Identifier Name = "name";

    private static readonly DualWrite Phones = new(
        "se_phone_notes",
        Up: [new("notes", $"trim({new Identifier("phone")})")],
        Down: [new("phone", $"nullif({new Identifier("notes")}, 'it''s none')")]);

    private static readonly Mirror Notes = new(new("customers", "notes", ["id"]), new("profiles", "remarks", ["customer"])) { IsRequired = true };

    /// <summary>The changes that alter the catalog on every database.</summary>
    public static IEnumerable<Change> Common { get; } =
    [
        new CreateTable(Table.Of(
            "everything",
            Column.Boolean("a_boolean").NotNull().Default(true),
            Column.Int16("an_int16").Default(-1),
            Column.Int32("an_int32"),
            Column.Int64("an_int64").PrimaryKey(),
            Column.Decimal("a_decimal", 10, 3).Default(1.5m),
            Column.Decimal("a_big_decimal", 28, 8),
            Column.Real("a_real"),
            Column.Double("a_double").Default(0.25),
            Column.Text("a_text").Default("it's"),
            Column.Text("a_short_text", max: 10),
            Column.Char("a_char", 3),
            Column.Binary("bytes").Default(new byte[] { 1, 255 }),
            Column.Date("a_date").Default(new DateOnly(2026, 3, 14)),
            Column.Time("a_time"),
            Column.Timestamp("a_timestamp").DefaultSql(Sql.Now),
            Column.LocalTimestamp("a_local_timestamp"),
            Column.Guid("a_guid").Default(Guid.Empty),
            Column.Json("a_json"),
            Column.Int32("twice").GeneratedStored($"{new Identifier("an_int32")} * 2"))),
        new CreateTable(Table.Of("order", Column.Int32("select").PrimaryKey(), Column.Int32("My \"Größe\"").NotNull()) with
        {
            ForeignKeys = [new("fk; DROP TABLE x; --", ["My \"Größe\""], "order", ["select"]) { Deferral = Deferral.InitiallyDeferred }],
        }),
        new DropTable("orders"),
        new RenameTable("customers", "buyers"),
        new RenameTable("countries", "lands"),
        new AddColumn("customers", Column.Text("email")),
        new AddColumn("customers", Column.Int32("visits").NotNull().Default(0)),
        new DropColumn("customers", "notes"),
        new RenameColumn("customers", "name", "full_name"),
        new RenameColumn("countries", "code", "iso"),
        new ChangeColumnType("customers", "points", ColumnType.Text(20), Conversion.None),
        new ChangeColumnType("orders", "number", ColumnType.Int64, Conversion.None),
        new ChangeColumnType("orders", "total", ColumnType.Decimal(14, 2), Conversion.None),
        new SetNullability("customers", "phone", IsNullable: false),
        new SetNullability("customers", "points", IsNullable: true),
        new SetDefault("customers", "points", $"'1'"),
        new SetDefault("customers", "points", null),
        new MoveDefault("customers", "points", "notes"),
        new SetPrimaryKey("orders", null),
        new SetPrimaryKey("orders", new("pk_by_number", ["number"])),
        new AddUnique("customers", new("uq_customers_name", ["name", "country"])),
        new DropUnique("customers", "uq_customers_phone"),
        new AddCheck("orders", new("ck_orders_total", $"{new Identifier("total")} >= 0")),
        new DropCheck("customers", "ck_customers_name"),
        new AddForeignKey("orders", new("fk_orders_customer", ["customer"], "customers", ["id"]) { OnDelete = ReferentialAction.Cascade }),
        new DropForeignKey("customers", "fk_customers_country"),
        new CreateIndex("orders", new Index("ix_orders_placed", [IndexKey.Descending("placed_at"), "customer"])),
        new CreateIndex("customers", new Index("ix_lower", [IndexKey.Of($"lower({Name})")]).Unique().Where($"{Name} <> 'x'")),
        new DropIndex("customers", "ix_customers_name"),
        new SetComment("customers", null, "People"),
        new SetComment("customers", "notes", null),
        new SetComment("orders", "total", "In euros, it's net"),
        new CreateEnum(new("mood", ["sad", "ok", "happy"])),
        new AddDualWrite("customers", Phones),
        new AddDualWrite("customers", new("se_points_filled", Up: [new("notes", $"'Has ' || {new Identifier("points")}")], Down: [])),
        new AddDualWrite("customers", new("se_new_filled", Up: [new("notes", $"'Had ' || {new Identifier("points")}")], Down: []) { FillsNewRowsOnly = true }),
        new CreateAlias(new("clients", "customers")),
        new RenameIndex("customers", "ix_customers_name", "ix_by_name"),
        new RenameConstraint("customers", "uq_customers_phone", "uq_phone"),
        new RenameConstraint("customers", "ck_customers_name", "ck_name"),
        new RenameConstraint("customers", "fk_customers_country", "fk_country"),
        new DropIndex("customers", "ix_customers_name") { IsOnline = false },
        new EntombColumn("customers", "notes", "_se_dropped_1_notes"),
        new EntombColumn("orders", "total", "_se_dropped_1_total"),
        new EntombTable("orders", "_se_dropped_1_orders"),
    ];

    /// <summary>The changes that leave the catalog as it is.</summary>
    public static IEnumerable<Change> Data { get; } =
    [
        new InsertRows("countries", ["code", "name"], ["code"], [["DE", "Germany"], ["CI", "Côte d'Ivoire"]], Overwrites: false),
        new InsertRows("countries", ["code", "name"], ["code"], [["DE", "Deutschland"]], Overwrites: true),
        new InsertRows("orders", ["customer", "number"], ["customer", "number"], [[1, 3]], Overwrites: true),
        new UpdateRows("customers", [new("notes", $"upper({Name})")], $"notes IS NULL", Undo.Nothing),
        new Backfill("customers", [new("notes", $"upper({Name})")], Where: $"notes IS NULL", Undo.Nothing),
        new Backfill("customers", [new("notes", $"{new Identifier("phone")}")], Where: null, Undo.Nothing) { Unless = [new("phone", $"{new Identifier("notes")}")] },
        new VerifyBackfill(new("customers", [new("notes", $"upper({Name})")], Where: $"{Name} = ''", Undo.Nothing)),
        new BackfillByCode("customers", "shout the name", 1, Reads: ["name"], Writes: ["notes"], Where: $"notes IS NULL", Undo.Nothing) { Convert = ShoutAsync },
        new DeleteRows("customers", $"points = '0'", Undo.Impossible("They are gone")),
        new RunSql($"UPDATE customers SET notes = 'x'", Undo.By($"UPDATE customers SET notes = NULL"), Phase.Expand),
        new CheckRows("Every customer has a name", $"SELECT id FROM customers WHERE name = ''", Phase.Migrate),
    ];

    /// <summary>The changes that are no SQL.</summary>
    public static IEnumerable<Change> Others { get; } =
    [
        new RunCode("count to three", 1, Phase.Expand) { Up = (_, _) => Task.CompletedTask, Irreversible = "Nothing happened" },
        new Irreversible("It was long ago"),
    ];

    /// <summary>The changes that only some databases can make, or make only in part.</summary>
    public static IEnumerable<Change> Special { get; } =
    [
        new CreateSchema("sales"),
        new CreateSequence(new("invoice_numbers", Start: 1000, Increment: 10)),
        new CreateExtension("btree_gist"),
        new AddExclusion("orders", new("ex_orders", "btree", [new($"{new Identifier("placed_at")}", "=")]) { Condition = $"{new Identifier("total")} > 0" }),
        new SetCollation("customers", "phone", "NOCASE"),
        new SetIdentity("customers", "id", null),
        new SetTableOptions("orders", ["STRICT"]),
    ];

    /// <summary>What undoes changes that <see cref="Shop"/> has no use for.</summary>
    public static IEnumerable<(Change Before, Change Change)> Sequels { get; } =
    [
        (new CreateEnum(new("mood", ["sad"])), new DropEnum("mood")),
        (new CreateEnum(new("mood", ["sad"])), new AddEnumValue("mood", "happy")),
        (new CreateEnum(new("mood", ["sad", "happy"])), new AddEnumValue("mood", "it's ok", Before: "happy")),
        (new CreateEnum(new("mood", ["sad", "ok", "happy"])), new DropEnumValue("mood", "ok")),
        (new CreateEnum(new("mood", ["sad", "ok"])), new RenameEnumValue("mood", "sad", "blue")),
        (new AddDualWrite("customers", Phones), new DropDualWrite("customers", Phones.Name)),
        (new CreateAlias(new("clients", "customers")), new DropAlias("clients")),
        (new CreateIndex("orders", new Index("pk_turned", ["number", "customer"]).Unique()), new SetPrimaryKey("orders", new("pk_turned", ["number", "customer"]))),
        (new EntombColumn("orders", "total", "_se_dropped_1_total"), new ExhumeColumn("orders", "_se_dropped_1_total", "total", IsNullable: false)),
        (new EntombTable("orders", "_se_dropped_1_orders"), new ExhumeTable("_se_dropped_1_orders", "orders")),
        (new CreateSchema("sales"), new DropSchema("sales")),
        (new CreateSequence(new("invoice_numbers")), new DropSequence("invoice_numbers")),
        (new CreateExtension("citext"), new DropExtension("citext")),
        (new AddExclusion("orders", new("ex_orders", "btree", [new($"customer", "=")])), new DropExclusion("orders", "ex_orders")),
    ];

    /// <summary>The changes of two tables, each with a catalog that it fits.</summary>
    public static IEnumerable<(Change Change, Catalog Before)> Pairs { get; } =
    [
        (new AddMirror(Notes), Shop.Paired),
        (new AddMirror(new(new("profiles", "motto", ["customer"]), new("customers", "points", ["id"]))), Shop.Paired),
        (new DropMirror(Notes), new AddMirror(Notes).Apply(Shop.Paired)),
    ];

    /// <summary>All of them, each with a catalog that it fits.</summary>
    public static IEnumerable<(Change Change, Catalog Before)> All { get; } =
    [
        .. Common.Concat(Data).Concat(Others).Concat(Special).Select(change => (change, Shop.Catalog)),
        .. Sequels.Select(sequel => (sequel.Change, sequel.Before.Apply(Shop.Catalog))),
        .. Pairs,
    ];

    private static Task ShoutAsync(BackfillPage page, CancellationToken cancellationToken)
    {
        foreach (var row in page.Rows)
        {
            row.Set("notes", row.Get<string>("name").ToUpperInvariant());
        }

        return Task.CompletedTask;
    }
}
