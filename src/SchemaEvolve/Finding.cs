using System.Text;
using SchemaEvolve.Safety;

namespace SchemaEvolve;

/// <summary>A danger that a rule has found.</summary>
/// <param name="Rule">The id of the rule, such as <c>SE509</c>. It never changes its meaning.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What is wrong, in the names of the schema.</param>
public sealed record Finding(string Rule, FindingSeverity Severity, string Message)
{
    /// <summary>The migration that it is about, as its author writes id and name, or <see langword="null"/> if it is about the database.</summary>
    public string? Migration { get; init; }

    /// <summary>What the migration asks for at that place.</summary>
    public string? Operation { get; init; }

    /// <summary>The C# or the SQL to write instead, or <see langword="null"/> if nobody but the author knows.</summary>
    public string? Instead { get; init; }

    /// <summary>The page about the rule, from the root of the library's repository, or <see langword="null"/> for a rule of the application.</summary>
    internal string? Page => SafetyRules.All.Any(rule => rule.Id == Rule) ? $"docs/rules/{Rule}.md" : null;

    /// <summary>As it is logged and printed: the place, the message, and below it what to write instead.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Rule} {Severity}: ");
        if (Migration is not null)
        {
            text.Append($"{Migration}: ");
        }

        text.Append(Message);
        if (Instead is not null)
        {
            text.Append(" Write:");
            foreach (var line in Instead.Split('\n'))
            {
                text.Append("\n    ").Append(line);
            }
        }

        return text.ToString();
    }
}
