namespace SchemaEvolve.Lexing;

/// <summary>Reads SQL text token by token, so that names in it are found and changed without ever touching a text constant or a comment.</summary>
public static class SqlLexer
{
    /// <summary>The tokens of the text. Put together again, they are the text.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="engine">The database that it is for, one of <see cref="Engines"/>, or nothing where that is not known.</param>
    public static IReadOnlyList<SqlToken> Read(string sql, string engine)
    {
        ArgumentNullException.ThrowIfNull(sql);

        var isPostgreSql = engine == Engines.PostgreSql;
        var tokens = new List<SqlToken>();
        for (var start = 0; start < sql.Length;)
        {
            var (kind, end) = Next(sql, start, isPostgreSql);
            tokens.Add(new(kind, sql[start..end], start));
            start = end;
        }

        return tokens;
    }

    /// <summary>The text in the form in which two spellings of the same SQL are equal: single spaces, no comments, no needless quotes.</summary>
    public static string Normalize(string sql, string engine) => string.Join(' ', Read(sql, engine)
        .Where(token => !token.IsTrivia)
        .Select(token => token.Kind == SqlTokenKind.QuotedName && IsPlain(token.Value) ? token.Value : token.Text));

    /// <summary>Whether two expressions differ in nothing but white space, comments, quotes, the case of names, and brackets around the whole.</summary>
    internal static bool AreSame(string one, string other, string engine) => Unbracketed(one, engine).SequenceEqual(Unbracketed(other, engine));

    /// <summary>The text with a question mark in place of each value, and without comments, so that anybody may read it.</summary>
    /// <remarks>https://opentelemetry.io/docs/specs/semconv/db/database-spans/#sanitization-of-dbquerytext</remarks>
    public static string WithoutValues(string sql, string engine) => string.Concat(Read(sql, engine).Select(token => token.Kind switch
    {
        SqlTokenKind.Text or SqlTokenKind.Number => "?",
        SqlTokenKind.Comment => "",
        _ => token.Text,
    }));

    /// <summary>The statement on lines of its own, with a semicolon behind it if it has none.</summary>
    public static string Terminate(string sql, string engine)
    {
        var tokens = Read(sql, engine);
        var last = tokens.LastOrDefault(token => !token.IsTrivia);
        if (last == default || last.Is(";"))
        {
            return $"{sql}\n";
        }

        // A comment at the end would swallow a semicolon in its line.
        return tokens[^1].Kind == SqlTokenKind.Comment ? $"{sql}\n;\n" : $"{sql};\n";
    }

    /// <summary>The statements of the text, one after the other. What defines something that is made of statements itself is one.</summary>
    public static IReadOnlyList<string> Split(string sql, string engine)
    {
        var tokens = Read(sql, engine);
        if (tokens.Any(token => token.Is("TRIGGER") || token.Is("FUNCTION") || token.Is("PROCEDURE")))
        {
            return [sql];
        }

        int[] ends = [.. tokens.Where(token => token.Is(";")).Select(token => token.Position + 1), sql.Length];

        return [.. ends.Prepend(0).Zip(ends, (start, end) => sql[start..end]).Where(text => Read(text, engine).Any(token => !token.IsTrivia))];
    }

    /// <summary>Whether the statement writes rows, so that the database tells how many.</summary>
    public static bool WritesRows(string sql, string engine) => Read(sql, engine).Where(token => !token.IsTrivia).ToList() switch
    {
        [var first, ..] when IsWriting(first) => true,
        [var first, .. var rest] when first.Is("WITH") => rest.Exists(IsWriting),
        _ => false,
    };

    /// <summary>Whether the expression names the column, in a hole or in its text.</summary>
    public static bool Mentions(Sql expression, Identifier column)
    {
        ArgumentNullException.ThrowIfNull(expression);

        return expression.Names.Any(name => Same(name.Value, column)) || expression.Texts.Any(text => Mentions(text, column, engine: ""));
    }

    /// <summary>Whether the SQL text names the thing.</summary>
    public static bool Mentions(string sql, Identifier name, string engine) => Read(sql, engine).Any(token => token.IsName && Same(token.Value, name));

    /// <summary>Whether the SQL text drops a thing of a kind, such as a <c>materialized view</c>.</summary>
    internal static bool Drops(string sql, string kind, Identifier name, string engine)
    {
        var solid = Read(sql, engine).Where(token => !token.IsTrivia).ToList();
        string[] words = ["DROP", .. kind.Split(' ')];

        return Enumerable.Range(0, solid.Count).Any(start =>
            solid.Skip(start).Zip(words, (token, word) => token.Is(word)).Count(isSame => isSame) == words.Length
            && solid.Skip(start + words.Length).TakeWhile(token => !token.Is(";")).Any(token => token.IsName && Same(token.Value, name)));
    }

    /// <summary>The expression with a column called by another name.</summary>
    public static Sql Rename(Sql expression, Identifier from, Identifier to)
    {
        ArgumentNullException.ThrowIfNull(expression);

        return Mentions(expression, from)
            ? expression.Select(text => Rename(text, from, to, engine: ""), name => Same(name.Value, from) ? to : name)
            : expression;
    }

    /// <summary>The SQL text with a column called by another name. Functions, collations and types of the same name keep theirs.</summary>
    public static string Rename(string sql, Identifier from, Identifier to, string engine)
    {
        var tokens = Read(sql, engine);
        var solid = tokens.Where(token => !token.IsTrivia).ToList();
        var renamed = new HashSet<int>();
        for (var place = 0; place < solid.Count; place++)
        {
            var isCall = place + 1 < solid.Count && solid[place + 1].Is("(") && solid[place].Kind == SqlTokenKind.Word;
            var isOther = place > 0 && (solid[place - 1].Is("COLLATE") || solid[place - 1].Is("AS"));
            if (solid[place].IsName && Same(solid[place].Value, from) && !isCall && !isOther)
            {
                renamed.Add(solid[place].Position);
            }
        }

        return string.Concat(tokens.Select(token => renamed.Contains(token.Position) ? to.Quoted : token.Text));
    }

    private static ReadOnlySpan<string> Unbracketed(string expression, string engine)
    {
        string[] tokens = [.. Read(expression, engine).Where(token => !token.IsTrivia).Select(token => token.IsName ? token.Value.ToUpperInvariant() : token.Text)];
        ReadOnlySpan<string> words = tokens;
        while (IsBracketed(words))
        {
            words = words[1..^1];
        }

        return words;
    }

    private static bool IsBracketed(ReadOnlySpan<string> words)
    {
        var depth = 0;
        for (var place = 0; place < words.Length; place++)
        {
            depth += words[place] switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0)
            {
                return place > 0 && place == words.Length - 1;
            }
        }

        return false;
    }

    // SQLite compares all names without case, PostgreSQL folds bare ones.
    private static bool Same(string text, Identifier name) => text.Equals(name.Value, StringComparison.OrdinalIgnoreCase);

    private static bool IsWriting(SqlToken token) => token.Is("INSERT") || token.Is("UPDATE") || token.Is("DELETE") || token.Is("MERGE") || token.Is("REPLACE");

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static (SqlTokenKind Kind, int End) Next(string sql, int start, bool isPostgreSql)
    {
        var rest = sql.AsSpan(start);

        return rest[0] switch
        {
            var c when char.IsWhiteSpace(c) => (SqlTokenKind.Space, start + LengthWhile(rest, char.IsWhiteSpace)),
            '-' when rest.StartsWith("--") => (SqlTokenKind.Comment, Through(sql, start, "\n")),
            '/' when rest.StartsWith("/*") && isPostgreSql => (SqlTokenKind.Comment, start + NestedLength(rest)),
            '/' when rest.StartsWith("/*") => (SqlTokenKind.Comment, Through(sql, start + 2, "*/")),
            '\'' => (SqlTokenKind.Text, Quoted(sql, start, '\'')),
            'E' or 'e' when rest.Length > 1 && rest[1] == '\'' => (SqlTokenKind.Text, Quoted(sql, start + 1, '\'', escape: '\\')),
            '"' or '`' => (SqlTokenKind.QuotedName, Quoted(sql, start, rest[0])),
            '[' when !isPostgreSql && IsBracketedName(rest) => (SqlTokenKind.QuotedName, Through(sql, start, "]")),
            '$' when DollarTag(rest) is { } tag => (SqlTokenKind.Text, Through(sql, start + tag.Length, tag)),
            var c when char.IsAsciiDigit(c) => (SqlTokenKind.Number, start + LengthWhile(rest, n => char.IsAsciiLetterOrDigit(n) || n == '.')),
            var c when IsWord(c) => (SqlTokenKind.Word, start + LengthWhile(rest, IsWord)),
            _ => (SqlTokenKind.Symbol, start + 1),
        };
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' || char.IsSurrogate(c);

    // An array subscript of PostgreSQL also begins with a bracket, but not with a letter right behind a space or an opening.
    private static bool IsBracketedName(ReadOnlySpan<char> rest) => rest.Length > 1 && (char.IsLetter(rest[1]) || rest[1] == '_') && rest.Contains(']');

    // In SQLite, the first mark ends a comment, however many have begun in it.
    // https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-COMMENTS
    private static int NestedLength(ReadOnlySpan<char> comment)
    {
        var depth = 0;
        for (var length = 0; length < comment.Length;)
        {
            var mark = comment[length..].StartsWith("/*") ? 1 : comment[length..].StartsWith("*/") ? -1 : 0;
            length += mark == 0 ? 1 : 2;
            depth += mark;
            if (depth == 0)
            {
                return length;
            }
        }

        return comment.Length;
    }

    private static string? DollarTag(ReadOnlySpan<char> rest)
    {
        var length = 1 + LengthWhile(rest[1..], c => char.IsLetterOrDigit(c) || c == '_');

        return length < rest.Length && rest[length] == '$' && (length == 1 || !char.IsAsciiDigit(rest[1])) ? rest[..(length + 1)].ToString() : null;
    }

    private static int LengthWhile(ReadOnlySpan<char> text, Func<char, bool> condition)
    {
        var length = 0;
        while (length < text.Length && condition(text[length]))
        {
            length++;
        }

        return length;
    }

    private static int Through(string sql, int from, string end)
    {
        var found = from > sql.Length ? -1 : sql.IndexOf(end, from, StringComparison.Ordinal);

        return found < 0 ? sql.Length : found + end.Length;
    }

    private static int Quoted(string sql, int start, char quote, char? escape = null)
    {
        var end = start + 1;
        while (end < sql.Length)
        {
            if (sql[end] == escape)
            {
                end += 2;
            }
            else if (sql[end] != quote)
            {
                end++;
            }
            else if (end + 1 < sql.Length && sql[end + 1] == quote)
            {
                end += 2;
            }
            else
            {
                return end + 1;
            }
        }

        return sql.Length;
    }
}
