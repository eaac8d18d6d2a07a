using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance.Crashes;

/// <summary>A history with something of every kind, each on columns of its own, so that all of it can be under way at the same time.</summary>
public static class Everything
{
    /// <summary>What a database has, with rows in it, before the others begin.</summary>
    public static RecordedMigration Open { get; } = Recorded.Migration(1, "Open", schema =>
    {
        schema.CreateTable("countries", Column.Char("code", 2).PrimaryKey(), Column.Text("name").NotNull())
            .Seed(["code", "name"], key: ["code"], ["AT", "Austria"], ["CH", "Schweiz"]);
        schema.CreateTable(
            "people",
            Column.Int64("id").PrimaryKey(),
            Column.Text("name").NotNull(),
            Column.Text("phone"),
            Column.Text("points").NotNull().Default("0"),
            Column.Text("notes"),
            Column.Text("fax"),
            Column.Text("mail"),
            Column.Text("motto"),
            Column.Char("country", 2));
        schema.Table("people")
            .AddUnique(["mail"], name: "uq_people_mail")
            .AddCheck("ck_people_name", $"{(Identifier)"name"} <> ''")
            .AddIndex(["country"], index => index.Named("ix_people_country"))
            .Seed(
                ["id", "name", "phone", "points", "notes", "fax", "mail", "motto"],
                key: ["id"],
                [1, "Ada", "1", "3", "Has more than ten letters", "11", "a@b", "Onward"],
                [2, "Bob", Constant.Null, "4", Constant.Null, Constant.Null, Constant.Null, Constant.Null],
                [3, "Cid", "3", "5", "Short", "33", "c@d", "Upward"]);
        schema.CreateTable("bills", Column.Int64("id").PrimaryKey(), Column.Int32("amount").NotNull(), Column.Text("currency"), Column.Int64("person"))
            .Seed(["id", "amount", "currency", "person"], key: ["id"], [1, 10, "EUR", 1], [2, 20, Constant.Null, 3]);
        schema.CreateTable("profiles", Column.Int64("person").PrimaryKey())
            .AddForeignKey("person", "people")
            .Seed(["person"], key: ["person"], [1], [2], [3]);
        schema.CreateTable("accounts", Column.Int32("id").PrimaryKey(), Column.Text("label"))
            .Seed(["id", "label"], key: ["id"], [1, "one"], [2, "two"]);
        schema.CreateTable("entries", Column.Int64("id").PrimaryKey(), Column.Int32("account").NotNull())
            .AddForeignKey("account", "accounts")
            .Seed(["id", "account"], key: ["id"], [1, 2], [2, 1]);
        schema.CreateTable("parcels", Column.Int64("id").PrimaryKey(), Column.Int32("weight"))
            .Seed(["id", "weight"], key: ["id"], [1, 5]);
        schema.CreateTable("legacy", Column.Int64("id").PrimaryKey(), Column.Text("note"))
            .Seed(["id", "note"], key: ["id"], [1, "old"]);
    });

    /// <summary>All of it.</summary>
    public static IReadOnlyList<RecordedMigration> All { get; } =
    [
        Open,
        Recorded.Migration(2, "Add", schema =>
        {
            schema.CreateTable("visits", Column.Int64("id").PrimaryKey(), Column.Int64("person"))
                .AddForeignKey("person", "people")
                .Seed(["id", "person"], key: ["id"], [1, 1]);
            schema.Table("people")
                .AddColumn(Column.Int32("age").NotNull().Default(18))
                .Comment("Who buys")
                .SetDefault("mail", "nobody@example.org")
                .AddForeignKey("country", "countries");
            schema.Table("bills").AddIndex(["person"], index => index.Named("ix_bills_person")).AddUnique(["person"], name: "uq_bills_person");
        }),
        Recorded.Migration(3, "Rename", schema =>
        {
            schema.Table("people").RenameColumn("name", "full_name");
            schema.RenameTable("parcels", "shipments");
        }),
        Recorded.Migration(4, "Replace", schema => schema.Table("people")
            .ReplaceColumn("phone", Column.Text("phone_number"), up: old => $"'+' || {old}", down: now => $"substr({now}, 2)")
            .ChangeType("points", ColumnType.Int32)),
        Recorded.Migration(5, "Reshape", schema =>
        {
            schema.Table("people").SplitColumn(
                "notes",
                [Column.Text("summary").NotNull().Default(""), Column.Text("details")],
                [new("summary", $"coalesce(substr({(Identifier)"notes"}, 1, 10), '')"), new("details", $"substr({(Identifier)"notes"}, 11)")],
                $"{(Identifier)"summary"} || coalesce({(Identifier)"details"}, '')");
            schema.Table("bills").MergeColumns(
                Column.Text("price"),
                $"{(Identifier)"amount"} || ' ' || coalesce({(Identifier)"currency"}, '')",
                [new("amount", $"7"), new("currency", $"NULL")]);
        }),
        Recorded.Migration(6, "Require", schema => schema.Table("people")
            .RequireColumn("country", $"'AT'")
            .TightenCheck("ck_people_name", $"length({(Identifier)"full_name"}) > 1", [new("full_name", $"{(Identifier)"full_name"} || '?'")])),
        Recorded.Migration(7, "Forget", schema =>
        {
            schema.Table("people").DropColumn("fax", down: $"'0'").DropConstraint("uq_people_mail").DropIndex("ix_people_country");
            schema.DropTable("legacy");
        }),
        Recorded.Migration(8, "Move", schema => schema.Table("people").MoveColumn("motto", to: "profiles", by: [("id", "person")])),
        Recorded.Migration(9, "Widen", schema => schema.WidenPrimaryKey("accounts")),
        Recorded.Migration(10, "Tell", schema =>
        {
            schema.Sql($"UPDATE people SET mail = coalesce(mail, '') || '!'", $"UPDATE people SET mail = nullif(substr(mail, 1, length(mail) - 1), '')");
            schema.Table("people").Backfill("age", $"20 + {(Identifier)"id"}", Undo.By($"UPDATE people SET age = 18"));
        }),
    ];
}
