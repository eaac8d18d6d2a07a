using System.Globalization;
using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Providers;

namespace SchemaEvolve;

/// <summary>The whole story of a migration, as the journal tells it: what ran, when, by whom and for how long, what was in its way, what failed, and what was taken back.</summary>
/// <param name="Standing">How far the migration has come.</param>
/// <param name="Events">What has happened to it, oldest first.</param>
public sealed record MigrationStory(MigrationStanding Standing, ValueList<JournalEvent> Events)
{
    private const string Nothing = "Nothing has happened yet.";

    /// <summary>How long its steps took in all. What others kept waiting is part of it.</summary>
    public TimeSpan Worked => Sum("applied", "reverted");

    /// <summary>How long others were in its way.</summary>
    public TimeSpan Blocked => Sum("unblocked");

    /// <summary>What failed, or was stopped in the middle.</summary>
    public IEnumerable<JournalEvent> Failures => Events.Where(one => one.Kind is "failed" or "stopped");

    /// <summary>The story as plain text, an event a paragraph. Times are those of the server, in UTC.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Standing.Label}\n{string.Join('\n', Facts().Select(fact => $"  {fact.Name}: {fact.Value}"))}\n\n");
        foreach (var one in Events)
        {
            text.Append(CultureInfo.InvariantCulture, $"{When(one)}  {one.Kind,-9}  {Summary(one)}\n");
            foreach (var line in Details(one).SelectMany(detail => detail.Split('\n')))
            {
                text.Append(CultureInfo.InvariantCulture, $"{"",-21}{line}\n");
            }
        }

        return text.Append(Events.Count == 0 ? $"{Nothing}\n" : "").ToString();
    }

    /// <summary>The story as Markdown, for a post-mortem.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Standing.Label}\n\n{string.Join('\n', Facts().Select(fact => $"* {fact.Name}: {fact.Value}"))}\n");
        text.Append(Events.Count == 0 ? $"\n{Nothing}\n" : "\n| UTC | what | phase | step | took | by |\n|---|---|---|---|---|---|\n");
        foreach (var one in Events)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {When(one)} | {one.Kind} | {one.Phase} | {Cell(one.Description)} | {(one.Duration is { } took ? Elapsed.Spell(took) : "")} | {Cell(one.Actor ?? "")} |\n");
        }

        foreach (var one in Events.Where(one => Details(one).Any()))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {When(one)} {one.Kind}\n\n{Cell(one.Description)}\n");
            foreach (var detail in Details(one))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n```text\n{detail}\n```\n");
            }
        }

        return text.ToString();
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        yield return ("State", Standing.Failed.Count > 0 ? $"{Standing.State}, with a step that failed and will be tried again" : $"{Standing.State}");
        (string Name, string? Value)[] about = [("Scope", Standing.Scope), ("Owner", Standing.Owner), ("Reason", Standing.Reason)];
        foreach (var (name, value) in about.Where(fact => fact.Value is not null))
        {
            yield return (name, value!);
        }

        if (Events.Count > 0)
        {
            yield return ("Ran by", string.Join("; ", Events.Select(one => one.Actor).Distinct()));
        }

        if (Worked > TimeSpan.Zero)
        {
            yield return ("Worked for", Blocked > TimeSpan.Zero ? $"{Elapsed.Spell(Worked)}, and waited {Elapsed.Spell(Blocked)} for others" : Elapsed.Spell(Worked));
        }

        foreach (var approval in Standing.Approvals)
        {
            yield return ("Approved by", $"{approval.By}, {When(approval.At)}{(approval.Note is { } note ? $": {note}" : "")}");
        }

        if (Standing.LeftToContract.Count > 0)
        {
            yield return ("Still to take away", string.Join("; ", Standing.LeftToContract));
        }
    }

    private static string Summary(JournalEvent one) =>
        $"{(one.Phase is { } phase ? $"{phase}: " : "")}{one.Description}{(one.Duration is { } took ? $" ({(one.Kind == "unblocked" ? "waited" : "took")} {Elapsed.Spell(took)})" : "")}";

    private static IEnumerable<string> Details(JournalEvent one)
    {
        if (one.Message is { Length: > 0 } message && one.Kind != "unblocked")
        {
            yield return message;
        }

        // A message that quotes the statement says where it comes from, too.
        if (one.Sql is { } sql && one.Message?.Contains(sql, StringComparison.Ordinal) != true)
        {
            yield return sql;
        }

        if (one.Blockers.Count > 0)
        {
            yield return $"In the way: {string.Join("; ", one.Blockers)}";
        }
    }

    private TimeSpan Sum(params string[] kinds) =>
        Events.Where(one => kinds.Contains(one.Kind)).Aggregate(TimeSpan.Zero, (sum, one) => sum + (one.Duration ?? TimeSpan.Zero));

    private static string When(JournalEvent one) => When(one.At);

    private static string When(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
