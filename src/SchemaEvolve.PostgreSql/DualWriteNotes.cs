using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql;

/// <summary>The comment on a trigger function, from which its dual writes are read again.</summary>
/// <remarks>
/// A line each, names in double quotes, line breaks and backslashes within a line as <c>\n</c>, <c>\r</c> and <c>\\</c>:
/// <code>
/// Kept by SchemaEvolve, which reads this again:
/// dual write "phone_notes"
/// up "notes" trim("phone")
/// down "phone" "notes"
/// </code>
/// The dual writes stand in the order in which they are carried out. Behind the name of one that fills no rows but new ones stands <c>new rows only</c>. The first line is how <c>others.sql</c> knows the function.
/// </remarks>
internal static class DualWriteNotes
{
    /// <summary>How such comments begin.</summary>
    public const string Title = "Kept by SchemaEvolve, which reads this again:";
    private const string DualWrite = "dual write";
    private const string Up = "up";
    private const string Down = "down";
    private const string NewRowsOnly = "new rows only";

    /// <summary>The comment that says all dual writes of a table.</summary>
    public static string Write(IEnumerable<DualWrite> dualWrites) => string.Join('\n', [Title, .. dualWrites.SelectMany(Lines)]);

    /// <summary>The dual writes that a comment says.</summary>
    public static NamedList<DualWrite> Read(string notes)
    {
        var dualWrites = new List<DualWrite>();
        foreach (var line in notes.Split('\n').Skip(1))
        {
            var (word, name, value) = Parse(line);
            var last = dualWrites.Count - 1;
            switch (word)
            {
                case DualWrite:
                    dualWrites.Add(new(name, [], []) { FillsNewRowsOnly = value.For(Engines.PostgreSql) == NewRowsOnly });
                    break;
                case Up:
                    dualWrites[last] = dualWrites[last] with { Up = [.. dualWrites[last].Up, new(name, value)] };
                    break;
                case Down:
                    dualWrites[last] = dualWrites[last] with { Down = [.. dualWrites[last].Down, new(name, value)] };
                    break;
            }
        }

        return [.. dualWrites];
    }

    private static IEnumerable<string> Lines(DualWrite sync) =>
    [
        Line(DualWrite, sync.Name, sync.FillsNewRowsOnly ? NewRowsOnly : ""),
        .. sync.Up.Select(assignment => Line(Up, assignment.Column, assignment.Value.For(Engines.PostgreSql))),
        .. sync.Down.Select(assignment => Line(Down, assignment.Column, assignment.Value.For(Engines.PostgreSql))),
    ];

    private static string Line(string word, Identifier name, string rest) => Escape($"{word} {name.Quoted} {rest}".TrimEnd());

    private static (string Word, Identifier Name, Sql Value) Parse(string line)
    {
        var text = Unescape(line);
        var quote = text.IndexOf('"', StringComparison.Ordinal);
        if (quote < 0)
        {
            return (text, default, Sql.Empty);
        }

        var name = SqlLexer.Read(text[quote..], Engines.PostgreSql)[0];
        return (text[..quote].TrimEnd(), name.Value, Sql.Raw(text[(quote + name.Text.Length)..].TrimStart(' ')));
    }

    /// <summary>A text without line breaks.</summary>
    public static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal)
        .Replace("\r", @"\r", StringComparison.Ordinal);

    /// <summary>The text that was escaped.</summary>
    public static string Unescape(string line)
    {
        var text = new StringBuilder();
        for (var place = 0; place < line.Length; place++)
        {
            text.Append(line[place] == '\\' && place + 1 < line.Length
                ? line[++place] switch { 'n' => '\n', 'r' => '\r', var other => other }
                : line[place]);
        }

        return text.ToString();
    }
}
