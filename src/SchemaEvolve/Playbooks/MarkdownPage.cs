using System.Globalization;
using SchemaEvolve.Lexing;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Running;

namespace SchemaEvolve.Playbooks;

/// <summary>Writes a playbook as a page that a stranger could follow at night.</summary>
internal static class MarkdownPage
{
    public static string Of(Playbook book) => string.Join('\n',
    [
        $"# {Title(book)}",
        "",
        .. book.Plan.IsEmpty ? [] : (string[])["## Before you begin", "", .. Preparations(book).Select(line => $"- [ ] {line}"), ""],
        .. book.Beforehand.SelectMany(signal => Asked(signal, book)),
        .. Dangers(book.Plan),
        .. Overview(book),
        .. book.Plays.SelectMany(play => Page(play, book)),
        "## When all is done",
        "",
        $"- [ ] {(book.Plan.StopsBecause is null ? "`StatusAsync` says that nothing is pending. " : "")}If anything went wrong on the way, the timeline below tells what, when and why.",
        .. Rest(book).Select(line => $"- [ ] {line}"),
        "",
        .. book.Afterwards.SelectMany(signal => Asked(signal, book)),
    ]).TrimEnd() + "\n";

    private static string Title(Playbook book) => book.Plan switch
    {
        { IsEmpty: true } => $"Playbook: nothing to do on {Engine(book)}",
        { Steps: var steps } => $"Playbook: {Count(steps.Count, "step")} of {Count(steps.Select(step => step.Migration).Distinct().Count(), "migration")} on {Engine(book)}",
    };

    private static string Engine(Playbook book) => (book.Plan.Engine, book.Plan.Surroundings) switch
    {
        (Engines.Sqlite, { } found) => $"SQLite {found.Version}",
        (Engines.Sqlite, _) => "SQLite",
        (Engines.PostgreSql, { } found) => $"PostgreSQL {found.Version}",
        (Engines.PostgreSql, _) => "PostgreSQL",
        (var other, _) => other,
    };

    private static IEnumerable<string> Preparations(Playbook book)
    {
        var (plan, plays) = (book.Plan, book.Plays);
        yield return plan switch
        {
            { IsFresh: true } => "The database is empty. If it is not, stop: this page is for another one.",
            { Surroundings: { Bytes: { } bytes } found } => $"The database is the one that was looked at: {Size(bytes)}{(found.FreeBytes is { } free ? $", {Size(free)} free" : "")}. If it has grown much since, plan again.",
            _ => "The database is the one that this was planned for. If anybody has migrated it since, plan again.",
        };
        foreach (var obstacle in plan.Obstacles)
        {
            yield return $"**This is in the way:** {OneLine(obstacle)}";
        }

        foreach (var obstacle in plan.Held)
        {
            yield return $"**Held back:** {obstacle.Migration.Label}: {OneLine(obstacle.Why)}";
        }

        if (plays.Where(play => !play.IsReversible).ToList() is [_, ..] final && !plan.IsFresh)
        {
            yield return $"There is a backup that somebody has restored before: {Steps(final.Select(play => play.Number))} cannot be undone without one.";
        }

        if (!book.IsStart && plays.Any(play => play.Gates.Count > 0))
        {
            yield return $"No version of the application runs that still needs what is taken away. `{book.Command}` waits neither for the time, nor for the window, nor for instances.";
        }

        foreach (var approval in plays.SelectMany(play => play.Approvals.Select(gate => $"{play.Step.Migration.Label} is {gate}.")).Distinct())
        {
            yield return approval;
        }

        foreach (var owned in plays.Where(play => play.Step.Migration.Owner is not null).GroupBy(play => play.Step.Migration.Owner))
        {
            yield return $"{owned.Key} can be reached, who answers for {Steps(owned.Select(play => play.Number))}.";
        }

        if (plays.Where(play => IsCode(play.Step)).ToList() is [_, ..] code)
        {
            yield return $"The application carries it out: {Steps(code.Select(play => play.Number))} {(code.Count == 1 ? "is" : "are")} written in C#. {(book.IsStart ? "Start it, or call" : "Let it call")} `{book.Command}`.";
        }
        else if (plays.Count > 0)
        {
            yield return $"The application carries it out {(book.IsStart ? "when it starts, or by" : "by")} `{book.Command}`. To do it by hand, run the script of the same plan in {book.Shell}.";
        }
    }

    private static IEnumerable<string> Dangers(Plan plan) => plan is { Findings.Count: 0, Suppressed.Count: 0 } ? [] :
    [
        "## What the rules say",
        "",
        .. plan.Findings.SelectMany(finding => (string[])[$"- {Told(finding)}", .. Instead(finding)]),
        .. plan.Suppressed.Select(one =>
            $"- {Told(one.Finding)} {one.Migration.Label} suppresses it until {one.Suppression.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {one.Suppression.Owner} answers for that: {OneLine(one.Suppression.Because)}"),
        "",
    ];

    private static string Told(Finding finding) =>
        $"**{finding.Severity}**, {(finding.Page is { } page ? $"[{finding.Rule}]({page})" : finding.Rule)}: {(finding.Migration is { } migration ? $"{migration}: " : "")}{OneLine(finding.Message)}";

    private static IEnumerable<string> Instead(Finding finding) => finding.Instead is not { } instead ? [] :
    [
        "  Write instead:",
        "",
        "  ```",
        .. instead.Split('\n').Select(line => $"  {line}"),
        "  ```",
        "",
    ];

    private static IEnumerable<string> Overview(Playbook book) => book.Plays.Count == 0 ? [] :
    [
        "## Overview",
        "",
        $"All of it takes {book.Time}, not counting the wait for locks{(book.Plays.Where(play => play.Time is null).Select(play => play.Number).ToList() is [_, ..] unknown ? $" and {Steps(unknown)}, of which nobody knows" : "")}.",
        "An estimate begins with what was measured on a quiet machine, and ends with what a slow disk under the load of others may take.",
        "",
        "| | step | migration | phase | strongest lock | takes | can be undone |",
        "|--:|---|---|---|---|---|---|",
        .. book.Plays.Select(play =>
            $"| {play.Number} | {Cell(play.Step.Description)} | {Cell(play.Step.Migration.Label)} | {play.Step.Phase} | {Strongest(play)} | {Spell(play.Time)} | {(play.IsReversible || book.Plan.IsFresh ? "yes" : "**no**")} |"),
        "",
    ];

    private static IEnumerable<string> Page(Play play, Playbook book) =>
    [
        $"## Step {play.Number} of {book.Plays.Count}: {OneLine(play.Step.Description)}",
        "",
        $"- **Migration:** {play.Step.Migration.Label}{Told(play.Step.Migration)}",
        $"- **Phase:** {play.Step.Phase}. {Meaning(play.Step.Phase, book.Plan.IsFresh)}",
        .. play.After.Count == 0 ? (string[])[] : [$"- **Builds on:** {Steps(play.After)}"],
        .. play.Gates.Count == 0 ? (string[])[] : [$"- **Gates:** {string.Join(", ", play.Gates)}"],
        .. play.Approvals.Any() ? [$"- **Approval:** {string.Join(", ", play.Approvals)}"] : (string[])[],
        .. play.Step.Migration.Bounds.Count == 0 ? (string[])[] : [$"- **Its author has promised:** {string.Join(", ", play.Step.Migration.Bounds.Select(bound => $"`{bound}`"))}"],
        $"- **Takes:** {Spell(play.Time)}{(play.Costs.Any(cost => cost.Lock >= TableLock.ShareUpdateExclusive) ? ", once it has its locks" : "")}",
        $"- **Transaction:** {Boundary(play)}",
        $"- **If it fails:** {Failing(play, book)}",
        $"- **To undo it:** {Undoing(play, book.Plan.IsFresh)}",
        "",
        .. Costs(play),
        .. Code(play, book.Plan.Engine),
        .. play.Watch.SelectMany(signal => Asked(signal, book)),
    ];

    private static string Told(RecordedMigration migration) => string.Concat(
        migration.Owner is { } owner ? $", owner {owner}" : "",
        migration.Scope is { } scope ? $", scope {scope}" : "",
        migration.Reason is { } reason ? $". Why: {OneLine(reason)}" : "");

    private static string Meaning(Phase phase, bool isFresh) => phase switch
    {
        _ when isFresh => "Nobody uses the database yet.",
        Phase.Expand => "The version of the application that is running goes on, and the new one can start afterwards.",
        Phase.Migrate => "Both versions of the application go on meanwhile.",
        Phase.Contract => "It takes away what only older versions of the application need.",
        _ => "It drops what was set aside for a rollback.",
    };

    private static string Boundary(Play play) => play switch
    {
        { Step: BackfillStep { Batches.HasOneWriter: true } } => "one for each batch, with how far it has come. A script does all of it in one, and nobody else writes until it is done.",
        { Step: BackfillStep } => "one for each batch, with how far it has come.",
        { IsTransactional: true } => "one, together with its entry in the journal.",
        _ when StatementGroup.WithEntry(play.Statements) is var groups && groups.TrueForAll(group => group.IsTransaction) => $"{groups.Count}, one after the other. The last one has the entry in the journal.",
        _ when StatementGroup.WithEntry(play.Statements).TrueForAll(group => !group.IsTransaction || group.Statements.Count == 0) => "none. The journal has two entries: when it begins, and when it is done.",
        _ => "none for some of its statements, which cannot be in one. The journal has two entries: when it begins, and when it is done.",
    };

    private static string Failing(Play play, Playbook book) => (play, book) switch
    {
        (_, { Plan.IsFresh: true }) => "correct the cause and start again.",
        ({ Step: BackfillStep }, _) => $"what is filled stays. Correct the cause and {Again(book)}: it goes on behind the last batch.",
        ({ IsTransactional: true }, _) => $"nothing of it is done. Correct the cause and {Again(book)}; the steps before it stay.",
        _ => $"what it did before stays, and does no harm. Correct the cause and {Again(book)}: it looks at what is there, and goes on.",
    };

    private static string Again(Playbook book) => book.IsStart ? "start again" : $"call `{book.Command}` again";

    private static string Undoing(Play play, bool isFresh) => play switch
    {
        _ when isFresh => "drop the database, and create it again.",
        { Step.IsReversal: true } => "migrate again.",
        { IsReversible: true } => $"`RollbackAsync(to: {play.Previous.ToString(CultureInfo.InvariantCulture)})`. What stands in its way, `PlanRollbackAsync` says first.",
        _ => $"**impossible without a backup.** {OneLine(string.Join(" ", play.Losses))}",
    };

    private static IEnumerable<string> Costs(Play play) => play.Costs.Count == 0 ? [] :
    [
        "| table | lock | rows | size | written anew | read whole |",
        "|---|---|--:|--:|---|---|",
        .. play.Costs.Select(cost =>
            $"| {Cell(cost.Table.ToString())} | {cost.Lock}: {Meaning(cost.Lock)} | {(cost.Size is { Rows: var rows } ? $"about {rows.ToString("N0", CultureInfo.InvariantCulture)}" : "?")} | {(cost.Size?.Bytes is { } bytes ? Size(bytes + (cost.Size.IndexBytes ?? 0)) : "?")} | {(cost.Rewrites ? "**yes**" : "no")} | {(cost.Scans ? "yes" : "no")} |"),
        "",
    ];

    private static string Strongest(Play play) => play.Costs is [var cost, ..] ? $"{cost.Lock} on {Cell(cost.Table.ToString())}" : "none";

    private static string Meaning(TableLock strength) => strength switch
    {
        TableLock.None or TableLock.AccessShare or TableLock.RowShare or TableLock.RowExclusive => "nobody waits",
        TableLock.ShareUpdateExclusive => "readers and writers go on",
        TableLock.AccessExclusive => "everyone waits",
        _ => "writers wait",
    };

    private static IEnumerable<string> Code(Play play, string engine) => play.Step switch
    {
        CodeStep { Code: var code } => [$"The C# of “{OneLine(code.Name)}”, version {code.Version}. What it does, its author knows.", ""],
        BackfillStep { Code: not null } => ["The values are computed in C#, batch by batch. What it does, its author knows.", ""],
        _ when play.Statements.Count == 0 => ["There is nothing to do. Only the journal is told.", ""],
        BackfillStep { Batches.Key.Count: > 0 } => ["Batch by batch, in the order of the key:", "", "```sql", string.Concat(play.Statements.Select(statement => Said(statement, engine))).TrimEnd(), "```", ""],
        _ => ["```sql", string.Concat(play.Statements.Select(statement => Said(statement, engine))).TrimEnd(), "```", ""],
    };

    private static string Said(Statement statement, string engine) =>
        $"{(statement.Rule is { } rule ? $"-- This must find no row: {OneLine(rule)}\n" : "")}{(statement.IsTransactional ? "" : "-- Outside any transaction:\n")}{SqlLexer.Terminate(statement.Sql.For(engine), engine)}";

    private static IEnumerable<string> Rest(Playbook book)
    {
        if (book.Plan.StopsBecause is { } reason)
        {
            yield return $"This is not all. {OneLine(reason)} Plan again, and follow the playbook of that.";
        }

        foreach (var remainder in book.Remainders)
        {
            yield return $"Later, {remainder.Migration.Label} takes away what only older versions need ({OneLine(string.Join("; ", remainder.What))}), when it is: {string.Join(", ", remainder.Gates)}.";
        }
    }

    private static IEnumerable<string> Asked(Signal signal, Playbook book) => [$"{signal.Question} Ask in {book.Shell}:", "", "```sql", SqlLexer.Terminate(signal.Query, book.Plan.Engine).TrimEnd(), "```", ""];

    private static bool IsCode(Step step) => step is CodeStep or BackfillStep { Code: not null };

    private static string Spell(Estimate? time) => time?.ToString() ?? "nobody knows how long";

    private static string Steps(IEnumerable<int> numbers)
    {
        int[] all = [.. numbers];

        return all is [var one] ? $"step {one}" : $"steps {string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => $"{Math.Ceiling(bytes / 1e3):0} kB",
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    private static string Cell(string text) => OneLine(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
