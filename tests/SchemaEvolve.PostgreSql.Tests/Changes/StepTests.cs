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
    ];

    [TestCaseSource(nameof(Steps))]
    public void A_step_is_one_transaction_that_locks_one_table(int count, ValueList<Change> changes)
    {
        var compilation = Dialect.Compile(changes, Samples.VisitedShop);

        compilation.Count.Should().Be(count);
        compilation.After.Should().Be(Samples.VisitedShop.After(changes.Take(count)));
    }

    private static TestCaseData Step(string name, int count, params ReadOnlySpan<Change> changes) =>
        new TestCaseData(count, (ValueList<Change>)[.. changes]).SetArgDisplayNames(name);
}
