using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Conformance;

/// <summary>A catalog of tables that refer to each other by narrow keys, in every way that there is.</summary>
public static class Library
{
    private static readonly Identifier Copy = "copy";

    /// <summary>The catalog.</summary>
    public static Catalog Catalog { get; } = new()
    {
        Tables =
        [
            Table.Of(
                "books",
                Column.Int32("id").Identity().PrimaryKey(),
                Column.Int32("sequel_of"),
                Column.Text("title").NotNull().WithComment("As on the cover")) with
            {
                ForeignKeys = [new("fk_books_sequel", ["sequel_of"], "books", ["id"]) { OnDelete = ReferentialAction.SetNull }],
                Indexes = [new Catalogs.Index("ix_books_sequel", ["sequel_of", "id"])],
            },
            Table.Of(
                "copies",
                Column.Int32("book").NotNull().WithComment("What it is a copy of"),
                Column.Int16("number").NotNull(),
                Column.Int64("shelf")) with
            {
                PrimaryKey = new("pk_copies", ["book", "number"]),
                ForeignKeys = [new("fk_copies_book", ["book"], "books", ["id"]) { OnDelete = ReferentialAction.Cascade }],
                Checks = [new("ck_copies_book", $"{new Identifier("book")} > 0")],
            },
            Table.Of(
                "loans",
                Column.Int64("id").PrimaryKey(),
                Column.Int32("book").NotNull(),
                Column.Int16("copy"),
                Column.Int64("instead_of")) with
            {
                Uniques = [new("uq_loans_copy", ["book", "copy"])],
                ForeignKeys =
                [
                    new("fk_loans_copy", ["book", "copy"], "copies", ["book", "number"]) { OnDelete = ReferentialAction.Cascade },
                    new("fk_loans_instead", ["instead_of"], "books", ["id"]) { OnDelete = ReferentialAction.SetNull },
                ],
                Indexes = [new Catalogs.Index("ix_loans_book", ["book"]).Where($"{Copy} > 1")],
            },
        ],
    };
}
