using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>The statements that make a view, as the inspector words them: what is said before its query, the query, and what is said behind it.</summary>
internal sealed record ViewText(string Head, string Query, string Tail)
{
    public static ViewText Read(Sql statements)
    {
        var text = statements.For(Engines.PostgreSql);
        var tokens = SqlLexer.Read(text, Engines.PostgreSql);
        var start = tokens.First(token => token.Is("AS")).Position + "AS".Length;
        var end = tokens.FirstOrDefault(token => token.Is(";")) is var close && close != default ? close.Position : text.Length;

        return new(text[..start], text[start..end], text[end..]);
    }

    /// <summary>The same with the query in other words.</summary>
    public Sql With(string query) => Sql.Raw($"{Head}\n{query.TrimEnd(';')}{Tail}");
}
