using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>What PostgreSQL cannot do, or not without making everyone wait, and what to write instead.</summary>
internal sealed class RefusalTests
{
    private static readonly Version Usual = new(15, 0);

    private static IEnumerable<TestCaseData> Refusals =>
    [
        Refusal(
            new AddColumn("customers", Column.Guid("token").DefaultSql($"gen_random_uuid()")),
            "The default of customers.token is another one for each row (gen_random_uuid), so PostgreSQL would write the whole table anew while everyone waits. Add the column without a default, then SetDefaultSql(\"token\", …), and update the rows that are there."),
        Refusal(
            new AddColumn("customers", Column.Int32("twice").GeneratedVirtual($"1")),
            "Column twice is computed when it is read, which PostgreSQL can since version 18; this is 15. Write GeneratedStored(…)."),
        Refusal(
            new AddColumn("customers", Column.Text(new string('ä', 32))),
            $"The name {new string('ä', 32)} has 64 bytes. PostgreSQL cuts names behind 63; give it a shorter one."),
        Refusal(
            new AddColumn("customers", Column.Text("number").Identity()),
            "Column number is text. PostgreSQL numbers rows by whole numbers only: Int16, Int32 or Int64."),
        Refusal(
            new SetTableOptions("orders", ["STRICT"]),
            "STRICT is no option of a table in PostgreSQL. Write a storage parameter such as \"fillfactor=70\", or \"unlogged\"."),
        Refusal(
            new SetIdentity("orders", "total", new()),
            "Column total of orders has a default. Write DropDefault(\"total\") before SetIdentity(\"total\")."),
        Refusal(
            new DropEnumValue("mood", "ok"),
            "PostgreSQL cannot take the value ok from enum mood. Let it stay and use it no more, or create another enum without it, and ChangeType(…) the columns to that."),
        Refusal(new Irreversible("It was long ago"), "There is no way back: It was long ago"),
    ];

    [TestCaseSource(nameof(Refusals))]
    public void What_cannot_be_done_is_refused_with_what_to_write_instead(Change change, string message)
    {
        var compiling = () => new PostgreSqlDialect(Usual, Samples.Volatility).Compile([change], Samples.Shop);

        compiling.Should().Throw<CatalogException>().WithMessage(message);
    }

    private static IEnumerable<TestCaseData> PartitionRefusals =>
    [
        Refusal(new CreateIndex("orders", new Index("ix_placed", ["placed_at"])), ByHand("ix_placed")),
        Refusal(new CreateIndex("orders", new Index("ux_placed", ["placed_at"]).Unique()), ByHand("ux_placed")),
        Refusal(new DropIndex("orders", "ix_orders_number"), ByHand("ix_orders_number")),
        Refusal(new AddUnique("orders", new("uq_placed", ["placed_at"])), ByHand("uq_placed")),
        Refusal(new SetPrimaryKey("orders", new("pk_by_number", ["number"])), ByHand("pk_by_number")),
        Refusal(
            new AddForeignKey("orders", new("fk_customer", ["customer"], "customers", ["id"])),
            "Table orders is partitioned, and PostgreSQL 15 validates a foreign key of it only while all writers wait. Add fk_customer by Sql(…) in a quiet hour."),
        Refusal(
            new CreateTable(Partitioned["orders"] with { Name = "others", ForeignKeys = [], Uniques = [] }),
            "Table others is partitioned (PARTITION BY RANGE (placed_at)), which can only be said by Sql(…)."),
    ];

    private static Catalog Partitioned => Samples.Shop.Alter("orders", table => table with
    {
        Indexes = [new Index("ix_orders_number", ["number"])],
        Opaques = [new(Partitions.Parent, "key", $"PARTITION BY RANGE (placed_at)")],
    });

    [TestCaseSource(nameof(PartitionRefusals))]
    public void What_cannot_be_done_to_a_partitioned_table_is_refused_with_how_to_do_it_by_hand(Change change, string message)
    {
        var compiling = () => new PostgreSqlDialect(Usual, Samples.Volatility).Compile([change], Partitioned);

        compiling.Should().Throw<CatalogException>().WithMessage(message);
    }

    [Test]
    public void Since_18_a_partitioned_table_takes_a_foreign_key()
    {
        var key = new AddForeignKey("orders", new("fk_customer", ["customer"], "customers", ["id"]));

        new PostgreSqlDialect(new(18, 0), Samples.Volatility).Compile([key], Partitioned).Count.Should().Be(1);
    }

    [Test]
    public void Nulls_that_are_not_distinct_need_version_15()
    {
        var index = new CreateIndex("customers", new Index("ix_phone", ["phone"]).Unique().NullsNotDistinct());

        var compiling = () => new PostgreSqlDialect(new(14, 20), Samples.Volatility).Compile([index], Samples.Shop);

        compiling.Should().Throw<CatalogException>().WithMessage("PostgreSQL takes NULLS NOT DISTINCT since version 15; this is 14.*");
        new PostgreSqlDialect(Usual, Samples.Volatility).Compile([index], Samples.Shop).Statements[^1].Sql.ToString().Should().EndWith("(\"phone\") NULLS NOT DISTINCT");
    }

    [Test]
    public void Early_releases_of_14_build_broken_indexes_and_are_asked_to_be_updated()
    {
        var compiling = () => new PostgreSqlDialect(new(14, 3), Samples.Volatility).Compile([new CreateIndex("customers", new Index("ix_phone", ["phone"]))], Samples.Shop);

        compiling.Should().Throw<CatalogException>().WithMessage("PostgreSQL 14.3 can leave rows out of an index that is built concurrently. Update the server to 14.4 or later.");
    }

    private static string ByHand(string index) =>
        $"Table orders is partitioned, and PostgreSQL cannot create or drop {index} on it while writers go on. Create it on each partition, then ON ONLY the table, and attach them by Sql(…).";

    private static TestCaseData Refusal(Change change, string message) => new TestCaseData(change, message).SetArgDisplayNames(change.Description);
}
