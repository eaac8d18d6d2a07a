using System.Globalization;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>Understands expressions as PostgreSQL writes them back: with brackets around the whole, and a type behind each constant.</summary>
internal static class Deparsed
{
    /// <summary>An expression, without the brackets around it.</summary>
    public static Sql Expression(string text) => Sql.Raw(WithoutBrackets(text));

    /// <summary>A default, without the type behind a constant: the column has it anyway.</summary>
    public static Sql Default(string text)
    {
        var bare = WithoutBrackets(text);
        var tokens = SqlLexer.Read(bare, Engines.PostgreSql);
        var isTyped = tokens is [{ Kind: SqlTokenKind.Text } or { Text: "NULL" }, { Text: ":" }, { Text: ":" }, ..]
            && tokens.Skip(3).All(token => token.IsName || token.IsTrivia || token.Kind == SqlTokenKind.Number || token.Text is "(" or ")" or "[" or "]" or "," or ".");
        if (!isTyped)
        {
            return Sql.Raw(bare);
        }

        // Negative numbers come back in quotes.
        return Sql.Raw(IsNumber(tokens) ? tokens[0].Value : tokens[0].Text);
    }

    private static bool IsNumber(IReadOnlyList<SqlToken> tokens) =>
        tokens[3].Text is "integer" or "bigint" or "smallint" or "numeric" or "double" or "real"
        && decimal.TryParse(tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string WithoutBrackets(string text)
    {
        while (IsBracketed(text))
        {
            text = text[1..^1];
        }

        return text;
    }

    private static bool IsBracketed(string text)
    {
        var depth = 0;
        foreach (var token in SqlLexer.Read(text, Engines.PostgreSql))
        {
            depth += token.Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0 && token.Position + token.Text.Length < text.Length)
            {
                return false;
            }
        }

        return text.StartsWith('(');
    }
}
