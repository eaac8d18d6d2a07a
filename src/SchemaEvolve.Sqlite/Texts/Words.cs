using SchemaEvolve.Lexing;

namespace SchemaEvolve.Sqlite.Texts;

/// <summary>The words of an SQL text, counted without white space and comments, each of which knows its place in the text.</summary>
internal sealed class Words(string text)
{
    private readonly IReadOnlyList<SqlToken> _solid = [.. SqlLexer.Read(text, Engines.Sqlite).Where(token => !token.IsTrivia)];

    public int Count => _solid.Count;

    public SqlToken this[int place] => _solid[place];

    public bool IsAt(int place, string keyword) => place >= 0 && place < Count && this[place].Is(keyword);

    public int StartOf(int place) => place < Count ? this[place].Position : text.Length;

    public int EndOf(int place) => place < 0 ? 0 : this[place].Position + this[place].Text.Length;

    /// <summary>The text from the end of one word to the end of another, with the white space and the comments between them.</summary>
    public string After(int before, int last) => text[EndOf(before)..EndOf(last)];

    /// <summary>The first place of a keyword outside of brackets, or -1.</summary>
    public int Find(string keyword, int from = 0)
    {
        for (var place = from; place < Count; place = Next(place))
        {
            if (this[place].Is(keyword))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The place behind a word, or behind the bracket that closes what it opens.</summary>
    public int Next(int place) => this[place].Is("(") ? Closing(place) + 1 : place + 1;

    public int Closing(int open)
    {
        var depth = 0;
        for (var place = open; place < Count; place++)
        {
            depth += this[place].Is("(") ? 1 : this[place].Is(")") ? -1 : 0;
            if (depth == 0)
            {
                return place;
            }
        }

        return Count - 1;
    }

    /// <summary>The text between a bracket and the one that closes it.</summary>
    public string Inside(int open) => text[EndOf(open)..StartOf(Closing(open))].Trim();

    /// <summary>What stands between the commas of a bracket.</summary>
    public IEnumerable<string> Parts(int open)
    {
        var closing = Closing(open);
        var start = EndOf(open);
        for (var place = open + 1; place < closing; place = Next(place))
        {
            if (this[place].Is(","))
            {
                yield return text[start..StartOf(place)];
                start = EndOf(place);
            }
        }

        yield return text[start..StartOf(closing)];
    }

    /// <summary>The first name of each part of a bracket.</summary>
    public IEnumerable<Identifier> Names(int open) => Parts(open).Select(part => (Identifier)new Words(part)[0].Value);
}
