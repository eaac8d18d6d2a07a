using System.Text.RegularExpressions;
using SchemaEvolve.Providers;
using SchemaEvolve.Running;

namespace SchemaEvolve.Diagnostics;

/// <summary>Tells logs and spans, which leave the machine, what went wrong without what stands in rows. The exception that the caller catches and the journal have the whole of it.</summary>
internal static partial class Discretion
{
    public static string Of(Exception error, Fault? fault) => (fault ?? (error as MigrationFailedException)?.Fault, error is MigrationFailedException { InnerException: { } inner } ? inner : error) switch
    {
        ({ } told, _) => Of(told),
        (null, BrokenRuleException { Rule: var rule }) => rule,
        (null, var other) => other.Message,
    };

    public static string Of(Fault fault)
    {
        var told = (fault with { Detail = null }).ToString();

        return fault.IsAboutRow ? Quoted().Replace(told, "?") : told;
    }

    [GeneratedRegex("""(?<!\w)(["']).*?\1(?!\w)""", RegexOptions.Singleline)]
    private static partial Regex Quoted();
}
