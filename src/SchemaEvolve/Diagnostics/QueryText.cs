using SchemaEvolve.Lexing;

namespace SchemaEvolve.Diagnostics;

/// <summary>What telemetry calls a statement.</summary>
internal static class QueryText
{
    // They stand between what is done and the kind of thing that it is done to.
    private static readonly string[] Modifiers = ["UNIQUE", "OR", "REPLACE", "TEMP", "TEMPORARY", "MATERIALIZED", "CONSTRAINT"];

    /// <summary>What the statement does: <c>UPDATE</c>, <c>ALTER TABLE</c>, <c>CREATE INDEX</c> …</summary>
    public static string OperationOf(string sql, string engine)
    {
        string[] words = [.. SqlLexer.Read(sql, engine)
            .Where(token => token.Kind == SqlTokenKind.Word)
            .Select(token => token.Text.ToUpperInvariant())
            .Where(word => !Modifiers.Contains(word))
            .Take(2)];

        return words is ["CREATE" or "ALTER" or "DROP", var kind] ? $"{words[0]} {kind}" : words.FirstOrDefault() ?? "";
    }
}
