using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Sqlite.Texts;

/// <summary>A <c>CREATE TABLE</c> statement that can be changed in one place while every other place keeps its characters.</summary>
/// <param name="Head">What stands before the bracket: it ends with the name.</param>
/// <param name="Elements">The columns and the constraints.</param>
/// <param name="Foot">What stands behind the bracket.</param>
internal sealed record TableText(string Head, ValueList<Element> Elements, string Foot)
{
    public IEnumerable<ColumnText> Columns => Elements.OfType<ColumnText>();

    /// <summary>Every constraint and other rule, with the column that it stands behind, if any.</summary>
    public IEnumerable<(ColumnText? Column, Clause Rule)> Rules =>
        Elements.SelectMany(element => element.Rules.Select(rule => (element as ColumnText, rule)));

    /// <summary>The options, in alphabetical order.</summary>
    public ValueList<string> Options => [.. new[] { SqliteOptions.Strict, SqliteOptions.WithoutRowId }.Where(IsOption)];

    public bool IsStrict => IsOption(SqliteOptions.Strict);

    /// <summary>Reads the statement that made a table.</summary>
    public static TableText Read(string sql)
    {
        var words = new Words(sql);
        var open = words.Find("(");
        var closing = words.Closing(open);

        return new(
            sql[..words.StartOf(open)],
            [.. words.Parts(open).SelectMany(Element.Read)],
            sql[words.EndOf(closing)..]);
    }

    /// <summary>The statement that made the table, or, if the database has not been asked for it, the one that makes it.</summary>
    public static TableText Of(Table table, Catalog catalog) =>
        table.Source.Text is { } source ? Read(source) : Definitions.Create(table, catalog);

    public ColumnText this[Identifier column] => Columns.First(text => SqliteNames.AreSame(text.Name, column));

    public TableText Named(Identifier name)
    {
        var words = new Words(Head);

        return this with { Head = Head[..words.StartOf(words.Count - 1)] + name.Quoted + Head[words.EndOf(words.Count - 1)..] };
    }

    public TableText Alter(Identifier column, Func<ColumnText, ColumnText> alteration) =>
        this with { Elements = [.. Elements.Select(element => element is ColumnText text && SqliteNames.AreSame(text.Name, column) ? alteration(text) : element)] };

    /// <summary>This table with a column behind the others.</summary>
    public TableText AddColumn(Sql definition)
    {
        var columns = Columns.Count();

        return Insert(columns, Element.Of(definition));
    }

    /// <summary>This table with a constraint behind the others.</summary>
    public TableText AddConstraint(Sql definition) => Insert(Elements.Count, Element.Of(definition));

    public TableText DropColumn(Identifier column) => Without(element => element is ColumnText text && SqliteNames.AreSame(text.Name, column));

    /// <summary>This table without the constraints that meet a condition, wherever they stand.</summary>
    public TableText DropRules(Func<ColumnText?, Clause, bool> condition)
    {
        var kept = Without(element => element is ConstraintText constraint && condition(null, constraint.Rule));

        return kept with
        {
            Elements = [.. kept.Elements.Select(element => element is ColumnText column ? column.Without(rule => condition(column, rule)) : element)],
        };
    }

    /// <summary>This table with the constraints that meet a condition replaced, wherever they stand.</summary>
    public TableText ReplaceRules(Func<ColumnText?, Clause, bool> condition, Func<Clause, Clause> replacement) => this with
    {
        Elements = [.. Elements.Select(element => element.Select(rule => condition(element as ColumnText, rule) ? replacement(rule) : rule))],
    };

    public TableText WithOptions(ValueList<string> options) => this with { Foot = options.Count == 0 ? "" : $" {string.Join(", ", options)}" };

    public TableText RenameColumn(Identifier from, Identifier to) => this with
    {
        Elements =
        [
            .. Elements
                .Select(element => element.Select(rule => rule.RenameColumn(from, to)))
                .Select(element => element is ColumnText column && SqliteNames.AreSame(column.Name, from)
                    ? column with { Name = to, Spelling = to.Quoted }
                    : element),
        ],
    };

    public TableText Select(Func<Clause, Clause> replacement) => this with { Elements = [.. Elements.Select(element => element.Select(replacement))] };

    public override string ToString() => $"{Head}({string.Join(',', Elements)}){Foot}";

    // A comment at the end belongs to the element that it stands behind; only white space moves to the new end.
    private TableText Insert(int place, Element added)
    {
        var last = Elements[place - 1];
        var moves = place == Elements.Count && string.IsNullOrWhiteSpace(last.Tail);

        return this with
        {
            Elements =
            [
                .. Elements.Take(place - 1),
                moves ? last with { Tail = "" } : last,
                added with { Tail = moves ? last.Tail : place == Elements.Count ? "\n" : "" },
                .. Elements.Skip(place),
            ],
        };
    }

    private TableText Without(Predicate<Element> condition)
    {
        ValueList<Element> kept = [.. Elements.Where(element => !condition(element))];

        return condition(Elements[^1]) && string.IsNullOrWhiteSpace(kept[^1].Tail)
            ? this with { Elements = [.. kept.SkipLast(1), kept[^1] with { Tail = Elements[^1].Tail }] }
            : this with { Elements = kept };
    }

    private bool IsOption(string option)
    {
        var words = new Words(Foot);
        var first = new Words(option);

        return Enumerable.Range(0, words.Count).Any(place => words.IsAt(place, first[0].Text));
    }
}
