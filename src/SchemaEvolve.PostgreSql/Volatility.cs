using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql;

/// <summary>Knows which functions give each row another value, as <c>pg_proc.provolatile</c> has it.</summary>
internal static class Volatility
{
    private static readonly HashSet<string> Volatile = new(StringComparer.OrdinalIgnoreCase)
    {
        "clock_timestamp",
        "gen_random_bytes",
        "gen_random_uuid",
        "gen_salt",
        "lastval",
        "nextval",
        "random",
        "random_normal",
        "setval",
        "timeofday",
        "uuid_generate_v1",
        "uuid_generate_v1mc",
        "uuid_generate_v4",
        "uuidv4",
        "uuidv7",
    };

    /// <summary>The first volatile function that the expression calls, or nothing.</summary>
    public static string? Of(Sql expression)
    {
        var tokens = SqlLexer.Read(expression.For(Engines.PostgreSql)).Where(token => !token.IsTrivia).ToList();

        return tokens.Zip(tokens.Skip(1))
            .Where(pair => pair.Second.Is("(") && Volatile.Contains(pair.First.Value))
            .Select(pair => pair.First.Value)
            .FirstOrDefault();
    }
}
