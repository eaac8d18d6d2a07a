using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Sqlite.Texts;

/// <summary>The definition of a column, in a <c>CREATE TABLE</c> statement.</summary>
/// <param name="Lead">What stands before the name.</param>
/// <param name="Name">The name.</param>
/// <param name="Spelling">The name as it stands there.</param>
/// <param name="Type">The type as it stands there, with what stands before it.</param>
/// <param name="Clauses">What stands behind the type.</param>
/// <param name="Tail">What stands behind all of it.</param>
internal sealed record ColumnText(string Lead, Identifier Name, string Spelling, string Type, ValueList<Clause> Clauses, string Tail)
    : Element(Tail)
{
    public override string Body => Lead + Spelling + Type + string.Concat(Clauses.Select(clause => clause.Text));

    public override IEnumerable<Clause> Rules => Clauses;

    /// <summary>Whether the type is <c>INTEGER</c> to the letter, whatever a comment says, as a row number needs it.</summary>
    public bool IsInteger => new Words(Type) is { Count: 1 } words && words.IsAt(0, "INTEGER");

    public static ColumnText Read(string text, Words words)
    {
        var starts = Enumerable.Range(1, words.Count - 1).Where(place => Opens(words, place)).ToList();
        var type = starts.Count == 0 ? words.Count : starts[0];

        return new(
            text[..words.StartOf(0)],
            words[0].Value,
            words[0].Text,
            words.After(0, type - 1),
            [.. starts.Select((start, number) => new Clause(
                words.After(start - 1, (number + 1 < starts.Count ? starts[number + 1] : words.Count) - 1)))],
            text[words.EndOf(words.Count - 1)..]);
    }

    public Clause? Find(Func<Clause, bool> condition) => Clauses.FirstOrDefault(condition);

    public ColumnText Add(Sql clause) => this with { Clauses = [.. Clauses, new($" {clause.For(Engines.Sqlite)}")] };

    public ColumnText Without(Func<Clause, bool> condition) => this with { Clauses = [.. Clauses.Where(clause => !condition(clause))] };

    /// <summary>This column with a clause in the place of one of its kind, or at the end if there is none, or with none at all.</summary>
    public ColumnText Put(Func<Clause, bool> kind, Sql? clause) => (Find(kind), clause) switch
    {
        (_, null) => Without(kind),
        (null, { } added) => Add(added),
        ({ } old, { } put) => this with { Clauses = [.. Clauses.Select(other => other == old ? new($" {put.For(Engines.Sqlite)}") : other)] },
    };

    public override Element Select(Func<Clause, Clause> replacement) => this with { Clauses = [.. Clauses.Select(replacement)] };

    // Inside brackets nothing opens a clause, and neither does a word that another one takes for a name or a value.
    private static bool Opens(Words words, int place) => IsOutside(words, place)
        && !words.IsAt(place - 1, "CONSTRAINT") && !words.IsAt(place - 2, "CONSTRAINT")
        && words[place].Value.ToUpperInvariant() switch
        {
            _ when words[place].Kind != Lexing.SqlTokenKind.Word => false,
            "CONSTRAINT" or "PRIMARY" or "UNIQUE" or "CHECK" or "COLLATE" or "REFERENCES" or "GENERATED" => true,
            "AS" => !words.IsAt(place - 1, "ALWAYS"),
            "DEFAULT" => !words.IsAt(place - 1, "SET"),
            "NOT" => words.IsAt(place + 1, "NULL"),
            "NULL" => !words.IsAt(place - 1, "NOT") && !words.IsAt(place - 1, "SET") && !words.IsAt(place - 1, "DEFAULT"),
            _ => false,
        };

    private static bool IsOutside(Words words, int place)
    {
        var outside = 0;
        while (outside < place)
        {
            outside = words.Next(outside);
        }

        return outside == place;
    }
}
