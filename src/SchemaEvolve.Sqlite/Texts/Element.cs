namespace SchemaEvolve.Sqlite.Texts;

/// <summary>What stands between two commas of a <c>CREATE TABLE</c> statement.</summary>
/// <param name="Tail">The white space and the comments behind it.</param>
internal abstract record Element(string Tail)
{
    private const string OwnLine = "\n    ";

    /// <summary>The text without what stands behind it.</summary>
    public abstract string Body { get; }

    public abstract IEnumerable<Clause> Rules { get; }

    /// <summary>An element that stands on a line of its own.</summary>
    public static Element Of(Sql definition) => Read(OwnLine + definition.For(Engines.Sqlite)).Single();

    /// <summary>The elements between two commas: one, but for constraints, which SQLite also takes without commas.</summary>
    public static IEnumerable<Element> Read(string text)
    {
        var words = new Words(text);

        return words is { Count: > 0 } && Opens(words, 0) ? ReadConstraints(text, words) : [ColumnText.Read(text, words)];
    }

    /// <summary>This element with each of its rules replaced.</summary>
    public abstract Element Select(Func<Clause, Clause> replacement);

    public sealed override string ToString() => Body + Tail;

    private static bool Opens(Words words, int place) =>
        (words.IsAt(place, "CONSTRAINT") || words.IsAt(place, "PRIMARY") || words.IsAt(place, "UNIQUE")
            || words.IsAt(place, "CHECK") || words.IsAt(place, "FOREIGN"))
        && !words.IsAt(place - 1, "CONSTRAINT")
        && !words.IsAt(place - 2, "CONSTRAINT");

    private static IEnumerable<Element> ReadConstraints(string text, Words words)
    {
        var before = -1;
        for (var place = 0; place < words.Count; place = words.Next(place))
        {
            var next = words.Next(place);
            if (next >= words.Count || Opens(words, next))
            {
                yield return new ConstraintText(
                    new(words.After(before, next - 1)),
                    next >= words.Count ? text[words.EndOf(words.Count - 1)..] : "");
                before = next - 1;
            }
        }
    }
}
