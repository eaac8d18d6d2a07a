using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>How many changes one step holds.</summary>
internal sealed class StepTests
{
    private static readonly PostgreSqlDialect Dialect = new(new(15, 0), Samples.Volatility);
    private static readonly Change Email = new AddColumn("customers", Column.Text("email"));
    private static readonly Change Capital = new AddColumn("countries", Column.Text("capital"));
    private static readonly Change Born = new CreateTable(Table.Of("notes", Column.Int64("id").PrimaryKey(), Column.Int64("customer")));

    private static readonly Change Keeping = new AddDualWrite("customers", new("phone_email", [new("email", $"phone")], [new("phone", $"email")]));

    private static readonly ValueList<Change> Contraction =
    [
        new DropDualWrite("customers", "phone_email"),
        new DropIndex("customers", "ix_customers_name") { IsOnline = false },
        new DropUnique("customers", "uq_customers_phone"),
        new DropColumn("customers", "phone"),
        new RenameColumn("customers", "email", "phone"),
        new SetNullability("customers", "phone", IsNullable: false),
        new RenameConstraint("customers", "ck_customers_name", "ck_name"),
        new SetNullability("customers", "points", IsNullable: true),
        new DropCheck("customers", "ck_email"),
    ];

    private static IEnumerable<TestCaseData> Steps =>
    [
        Step("Changes of one table share its lock", 2, Email, new SetComment("customers", "email", "Where to write")),
        Step("A value of an enum takes nobody along", 1, new AddEnumValue("mood", "great"), new CreateSchema("store")),
        Step("A value of an enum that nobody knows yet goes along", 3, new CreateEnum(new("weather", ["wet"])), new AddEnumValue("weather", "dry"), new CreateSchema("store")),
        Step("A second table waits for its own turn", 1, Email, Capital),
        Step("What locks nothing goes along", 3, new CreateSchema("store"), Born, Email),
        Step("A table that refers to several goes alone", 1, new DropTable("visits"), Email),
        Step("A concurrent build is on its own", 1, Email, new CreateIndex("customers", new Index("ix_email", ["email"]))),
        Step("A concurrent build takes nobody along", 1, new CreateIndex("customers", new Index("ix_phone", ["phone"])), Email),
        Step("An index on a table that nobody knows yet is no concurrent build", 2, Born, new CreateIndex("notes", new Index("ix_customer", ["customer"]))),
        Step("A foreign key of a table that nobody knows yet locks the other table", 2, Born, new AddForeignKey("notes", new("fk", ["customer"], "customers", ["id"]))),
        Step("Rows are not changed while everyone waits", 1, Email, new UpdateRows("customers", [new("email", $"''")], $"TRUE", Undo.Nothing)),
        Step("Everyone does not wait for rows", 1, new UpdateRows("customers", [new("notes", $"''")], $"TRUE", Undo.Nothing), Email),
        Step("A table that nobody knows yet may be written anew", 2, Born, new AddColumn("notes", Column.Guid("token").DefaultSql($"gen_random_uuid()"))),
        Step("Rows of a table that nobody knows yet go along", 3, Email, Born, new InsertRows("notes", ["id"], ["id"], [[1]], Overwrites: false)),
        Step("A column comes with what keeps it in step", 2, Email, Keeping),
        Step("A table comes with its older name", 2, new RenameTable("customers", "guests"), new CreateAlias(new("customers", "guests"))),
        new TestCaseData(2, (ValueList<Change>)[new DropAlias("customers"), new RenameTable("guests", "customers")], Samples.VisitedShop.After([new RenameTable("customers", "guests"), new CreateAlias(new("customers", "guests"))]))
            .SetArgDisplayNames("An older name goes together with what takes its place"),
        new TestCaseData(9, Contraction, Samples.VisitedShop.After([Email, Keeping, new AddCheck("customers", new("ck_email", $"email IS NOT NULL")), new CreateAlias(new("clients", "customers"))]))
            .SetArgDisplayNames("What is taken away from a table goes at once"),
    ];

    [TestCaseSource(nameof(Steps))]
    public void A_step_is_one_transaction_that_locks_one_table(int count, ValueList<Change> changes, Catalog before)
    {
        var compilation = Dialect.Compile(changes, before);

        compilation.Count.Should().Be(count);
        compilation.After.Should().Be(before.After(changes.Take(count)));
    }

    private static TestCaseData Step(string name, int count, params ReadOnlySpan<Change> changes) =>
        new TestCaseData(count, (ValueList<Change>)[.. changes], Samples.VisitedShop).SetArgDisplayNames(name);
}
