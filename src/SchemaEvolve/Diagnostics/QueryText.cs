using SchemaEvolve.Lexing;

namespace SchemaEvolve.Diagnostics;

/// <summary>A statement as telemetry may show it: with a question mark in place of each value, and without comments.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/db/database-spans/#sanitization-of-dbquerytext</remarks>
internal static class QueryText
{
    // They stand between what is done and the kind of thing that it is done to.
    private static readonly string[] Modifiers = ["UNIQUE", "OR", "REPLACE", "TEMP", "TEMPORARY", "MATERIALIZED", "CONSTRAINT"];

    /// <summary>The statement without its values.</summary>
    public static string Of(string sql) => string.Concat(SqlLexer.Read(sql).Select(token => token.Kind switch
    {
        SqlTokenKind.Text or SqlTokenKind.Number => "?",
        SqlTokenKind.Comment => "",
        _ => token.Text,
    }));

    /// <summary>What the statement does: <c>UPDATE</c>, <c>ALTER TABLE</c>, <c>CREATE INDEX</c> …</summary>
    public static string OperationOf(string sql)
    {
        string[] words = [.. SqlLexer.Read(sql)
            .Where(token => token.Kind == SqlTokenKind.Word)
            .Select(token => token.Text.ToUpperInvariant())
            .Where(word => !Modifiers.Contains(word))
            .Take(2)];

        return words is ["CREATE" or "ALTER" or "DROP", var kind] ? $"{words[0]} {kind}" : words.FirstOrDefault() ?? "";
    }
}
