using SchemaEvolve.Sqlite.Texts;

namespace SchemaEvolve.Sqlite.Tests.Texts;

public class TableTextTests
{
    private const string Odd =
        """"
        CREATE TABLE "odd, ( ""one""" (
            id INTEGER PRIMARY KEY, -- first, (not) last
            [b c] VARCHAR (20) /* how , long */ NOT NULL ON CONFLICT FAIL DEFAULT 'a, (b',
            `d` DEFAULT (1 + (2)) REFERENCES other (x) ON DELETE SET NULL ON UPDATE SET DEFAULT NOT DEFERRABLE,
            e, f NULL DEFAULT NULL, g AS (lower("b c")) STORED UNIQUE,
            h CONSTRAINT "check" CHECK (h > 0) CONSTRAINT u UNIQUE COLLATE NOCASE,
            CONSTRAINT pk UNIQUE (id) CHECK (f <> ',') -- no comma between these
            , FOREIGN KEY (e, f) REFERENCES "other" (y, z) DEFERRABLE INITIALLY DEFERRED
            -- the end
        ) STRICT
        """";

    [Test]
    public void A_statement_that_is_read_and_written_is_the_same()
    {
        var text = TableText.Read(Odd);

        // The comma that was left out is the one thing that is added.
        text.ToString().Should().Be(Odd.Replace(" CHECK (f <>", ", CHECK (f <>", StringComparison.Ordinal));
    }

    [Test]
    public void Columns_and_rules_are_told_apart()
    {
        var text = TableText.Read(Odd);

        text.Columns.Select(column => $"{column.Name}:{column.Type.Trim()}:{column.Clauses.Count}")
            .Should().Equal("id:INTEGER:1", "b c:VARCHAR (20):2", "d::2", "e::0", "f::2", "g::2", "h::3");
        text.Elements.OfType<ConstraintText>().Select(constraint => constraint.Rule.Text.Trim()).Should().HaveCount(3);
        text.IsStrict.Should().BeTrue();
    }

    [Test]
    public void A_rename_leaves_texts_and_comments_alone()
    {
        var text = TableText.Read("CREATE TABLE t (a TEXT CHECK (a <> 'a' /* a */ AND \"A\" > ''), b REFERENCES t (a), CONSTRAINT a UNIQUE (a))");

        var renamed = text.RenameColumn("a", "c").Select(rule => rule.RenameReferred("t", "a", "c"));

        renamed.ToString().Should().Be(
            "CREATE TABLE t (\"c\" TEXT CHECK (\"c\" <> 'a' /* a */ AND \"c\" > ''), b REFERENCES t (\"c\"), CONSTRAINT a UNIQUE (\"c\"))");
    }

    [Test]
    public void What_is_added_stands_behind_the_last_comment()
    {
        var text = TableText.Read("CREATE TABLE t (\n    a TEXT -- the first\n)");

        var added = text.AddColumn($"{(Identifier)"b"} TEXT");

        added.ToString().Should().Be("CREATE TABLE t (\n    a TEXT -- the first\n,\n    \"b\" TEXT\n)");
    }
}
