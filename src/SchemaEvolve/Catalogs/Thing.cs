using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Catalogs;

/// <summary>Something in a catalog that has a name, and what can be compared of it whichever way a database spells its expressions.</summary>
/// <param name="Label">What it is, such as <c>column fax of customers</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Table">The table that it is or belongs to, or <see langword="null"/> if it belongs to the database.</param>
/// <param name="Traits">What is said about it, each in a few words.</param>
internal sealed record Thing(string Label, Identifier Name, QualifiedName? Table, params ValueList<string> Traits)
{
    /// <summary>What it computes. A database may say it in words of its own.</summary>
    public ValueList<Expression> Expressions { get; init; } = [];

    /// <summary>What it holds, if it is a column and that can be compared.</summary>
    public ColumnType? Type { get; init; }

    /// <summary>How it sorts, if that is said and can be compared.</summary>
    public Identifier? Collation { get; init; }

    /// <summary>What it shows, if it is another name of a table.</summary>
    public string? Shown { get; init; }

    /// <summary>What is written beside it, or <see langword="null"/>.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether its text is all that is known of it, so that in other words it is another thing.</summary>
    public bool IsVerbatim { get; init; }

    /// <summary>Whether only SchemaEvolve makes such things, and takes them away again.</summary>
    public bool IsMachinery { get; init; }

    /// <summary>Whether it is a table itself.</summary>
    public bool IsTable { get; init; }

    /// <summary>What it is like, as far as something was promised about that.</summary>
    /// <param name="promised">What was promised.</param>
    /// <param name="engine">The database in whose SQL expressions are told, or <see langword="null"/> to tell none.</param>
    public string WordsBeside(Thing promised, string? engine = null)
    {
        var shape = Join(", ", [.. new[] { Type?.Name, Shown is null ? null : OnOneLine(Shown) }.OfType<string>(), .. Traits]);
        var expressions = Join(", ", engine is null ? [] : Expressions.Select(expression => OnOneLine(expression.Sql.For(engine))));

        return Join(
            ", ",
            [
                Join(": ", [shape, expressions]),
                promised.Collation is null ? "" : Collation is { } collation ? $"sorted by {collation}" : "sorted as the database does",
                promised.Comment is null ? "" : Comment is { } comment ? $"with the comment ‘{comment}’" : "without a comment",
            ]);
    }

    /// <summary>Whether what a database holds computes this in these words, but for white space and the like.</summary>
    public bool IsSpelledLike(Thing found, string engine) =>
        Expressions.Count == found.Expressions.Count && Expressions.Zip(found.Expressions).All(pair => AreSame(pair.First, pair.Second, engine));

    /// <summary>The expressions that a database holds in other words, which may say the same or not.</summary>
    public ValueList<Wording> WordingsIn(Thing found, string engine) => !IsVerbatim && Expressions.Count == found.Expressions.Count
        ?
        [
            .. Expressions.Zip(found.Expressions)
                .Where(pair => !AreSame(pair.First, pair.Second, engine))
                .Select(pair => new Wording(Table, pair.First.Sql, pair.Second.Sql) { Column = pair.Second.Column, Index = pair.Second.Index }),
        ]
        : [];

    /// <summary>Whether what a database holds is this very thing. A type in the words of the database may be spelled in several ways.</summary>
    public bool IsMetBy(Thing found) => Traits.Equals(found.Traits) && (Type is null or CustomType || Type == found.Type);

    /// <summary>Whether it is this very thing to the letter. Where nothing is promised, anybody may comment, and let it sort as he likes.</summary>
    public bool IsWhollyMetBy(Thing found) => IsMetBy(found)
        && Shown == found.Shown
        && (Comment is null || Comment == found.Comment)
        && (Collation is not { } collation || collation.Value.Equals(found.Collation?.Value, StringComparison.OrdinalIgnoreCase));

    private static bool AreSame(Expression promised, Expression found, string engine) => SqlLexer.AreSame(promised.Sql.For(engine), found.Sql.For(engine), engine);

    private static string OnOneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Join(string separator, IEnumerable<string> words) => string.Join(separator, words.Where(word => word.Length > 0));
}
