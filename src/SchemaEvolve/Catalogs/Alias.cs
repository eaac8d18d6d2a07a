using SchemaEvolve.Lexing;

namespace SchemaEvolve.Catalogs;

/// <summary>An older name of a table, by which it can still be read and written.</summary>
/// <param name="Name">The older name.</param>
/// <param name="Of">The table.</param>
public sealed record Alias(QualifiedName Name, QualifiedName Of) : INamed, ICanonical
{
    /// <summary>The query of the view behind it, as the database remembers it.</summary>
    public Verbatim Source { get; init; }

    /// <summary>The query of the view, if somebody has made it show anything but columns of the table, or <see langword="null"/>.</summary>
    internal string? Replaced => Source.Text is { } query && !IsPlain(query) ? query : null;

    void ICanonical.Write(Canon canon) => canon.Put("name", Name).Put("of", Of);

    // Columns come and go while there is an older name, and keep the names that they had, so which ones it shows is not asked.
    private bool IsPlain(string query)
    {
        var words = SqlLexer.Read(query, engine: "").Where(word => !word.IsTrivia && !word.Is(";")).ToList();
        var bare = words.Where((word, place) => !word.Is(".") && !(place + 1 < words.Count && words[place + 1].Is("."))).ToList();

        return bare is [var select, .. var columns, var from, { IsName: true } table]
            && select.Is("SELECT")
            && from.Is("FROM")
            && table.Value.Equals(Of.Name.Value, StringComparison.OrdinalIgnoreCase)
            && string.Concat(columns.Select(Kind)).Split(',').All(column => column is "n" or "nan");
    }

    private static char Kind(SqlToken word) => word switch
    {
        _ when word.Is("AS") => 'a',
        _ when word.Is(",") => ',',
        { IsName: true } => 'n',
        _ => '?',
    };
}
