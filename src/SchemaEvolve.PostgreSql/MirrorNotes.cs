using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql;

/// <summary>The comment on the two trigger functions of a mirror, from which it is read again.</summary>
/// <remarks>
/// It begins and is spelled like that of dual writes. A line for each side: the table, the column and its key.
/// <code>
/// Kept by SchemaEvolve, which reads this again:
/// from "orders" "address" "id"
/// to "sales"."deliveries" "address" "order_id"
/// required
/// </code>
/// </remarks>
internal static class MirrorNotes
{
    private const string From = "from ";
    private const string To = "to ";
    private const string Required = "required";

    /// <summary>The comment that says a mirror.</summary>
    public static string Write(Mirror mirror) => string.Join('\n',
    [
        DualWriteNotes.Title,
        From + Write(mirror.From),
        To + Write(mirror.To),
        .. mirror.IsRequired ? [Required] : Array.Empty<string>(),
    ]);

    /// <summary>The mirror that a comment says, or <see langword="null"/> if it is about dual writes.</summary>
    public static Mirror? Read(string notes)
    {
        var lines = notes.Split('\n');

        return lines is [_, var from, var to, ..] && from.StartsWith(From, StringComparison.Ordinal)
            ? new(Side(from[From.Length..]), Side(to[To.Length..])) { IsRequired = lines[^1] == Required }
            : null;
    }

    private static string Write(KeyedColumn side) =>
        DualWriteNotes.Escape($"{side.Table.Quoted} {string.Join(' ', side.Key.Prepend(side.Column).Select(column => column.Quoted))}");

    private static KeyedColumn Side(string line)
    {
        var tokens = SqlLexer.Read(DualWriteNotes.Unescape(line), Engines.PostgreSql);
        var names = tokens.Where(token => token.IsName).Select(token => new Identifier(token.Value)).ToList();
        var table = tokens[1].Is(".") ? new QualifiedName(names[0], names[1]) : names[0];
        var rest = names.Skip(tokens[1].Is(".") ? 2 : 1).ToList();

        return new(table, rest[0], [.. rest.Skip(1)]);
    }
}
