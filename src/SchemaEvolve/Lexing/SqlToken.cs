namespace SchemaEvolve.Lexing;

/// <summary>A piece of SQL text that belongs together. The tokens of a text, one after the other, are the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The characters, as they stand.</param>
/// <param name="Position">Where it begins in the text, counted from 0.</param>
public readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Position)
{
    /// <summary>Whether it is white space or a comment.</summary>
    public bool IsTrivia => Kind is SqlTokenKind.Space or SqlTokenKind.Comment;

    /// <summary>Whether it can be a name: a word, or anything in identifier quotes.</summary>
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    /// <summary>The name without its quotes, or the text of anything else.</summary>
    public string Value => Kind switch
    {
        SqlTokenKind.QuotedName when Text[0] == '[' => Inner,
        SqlTokenKind.QuotedName => Inner.Replace(new string(Text[0], 2), Text[..1], StringComparison.Ordinal),
        SqlTokenKind.Text when Text[0] == '\'' => Inner.Replace("''", "'", StringComparison.Ordinal),
        _ => Text,
    };

    // A quote that nothing closes may be all there is.
    private string Inner => Text.Length > 1 ? Text[1..^1] : "";

    /// <summary>Whether it is the given keyword, in whatever case.</summary>
    public bool Is(string keyword) =>
        Kind is SqlTokenKind.Word or SqlTokenKind.Symbol && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
