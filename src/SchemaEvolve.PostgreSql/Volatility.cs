using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql;

/// <summary>Knows what gives each row another value: functions, and the types and operators behind which there is one.</summary>
/// <param name="names">Their names, by which an expression can call them.</param>
internal sealed class Volatility(IEnumerable<QualifiedName> names)
{
    private const string OperatorSigns = "+-*/<>=~!@#%^&|`?";

    private readonly HashSet<QualifiedName> _names = [.. names];

    /// <summary>The first volatile thing that the expression names, or nothing. A default cannot name columns, so whatever has such a name is one.</summary>
    public QualifiedName? Of(Sql expression)
    {
        var tokens = SqlLexer.Read(expression.For(Engines.PostgreSql), Engines.PostgreSql);

        return Names([.. tokens.Where(token => !token.IsTrivia)]).Concat(Operators(tokens)).Where(_names.Contains).Cast<QualifiedName?>().FirstOrDefault();
    }

    private static IEnumerable<QualifiedName> Names(IReadOnlyList<SqlToken> tokens)
    {
        for (var place = 0; place < tokens.Count; place++)
        {
            if (tokens[place].IsName)
            {
                var hasSchema = place >= 2 && tokens[place - 1].Is(".") && tokens[place - 2].IsName;
                yield return new(hasSchema ? Folded(tokens[place - 2]) : default(Identifier?), Folded(tokens[place]));
            }
        }
    }

    private static IEnumerable<QualifiedName> Operators(IReadOnlyList<SqlToken> tokens)
    {
        for (var place = 0; place < tokens.Count; place++)
        {
            if (IsSign(tokens[place]) && (place == 0 || !IsSign(tokens[place - 1])))
            {
                yield return string.Concat(tokens.Skip(place).TakeWhile(IsSign).Select(token => token.Text));
            }
        }
    }

    private static bool IsSign(SqlToken token) => token.Kind == SqlTokenKind.Symbol && OperatorSigns.Contains(token.Text, StringComparison.Ordinal);

    private static Identifier Folded(SqlToken token) => token.Kind == SqlTokenKind.Word ? token.Value.ToLowerInvariant() : token.Value;
}
