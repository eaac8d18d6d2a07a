namespace SchemaEvolve.Lexing;

/// <summary>The kinds of <see cref="SqlToken"/>.</summary>
public enum SqlTokenKind
{
    /// <summary>A keyword or a bare name.</summary>
    Word,

    /// <summary>A name in double quotes, brackets or backticks.</summary>
    QuotedName,

    /// <summary>A text constant, in single or dollar quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator, a bracket or another mark: one character.</summary>
    Symbol,

    /// <summary>White space.</summary>
    Space,

    /// <summary>A comment, to the end of the line or in <c>/* */</c>.</summary>
    Comment,
}
