using System.Globalization;
using System.Text.Json;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>What is written about a step, as the parameters of <see cref="JournalSql"/>.</summary>
internal sealed record JournalEntry(
    long Id,
    string Name,
    string? Scope,
    string? Owner,
    string? Reason,
    string Fingerprint,
    string Definition,
    string Phase,
    string Description,
    string Operations,
    long Rows,
    string Ago,
    double Duration,
    string User,
    string Host,
    int Process,
    string AppVersion)
{
    /// <summary>The state that the migration reaches, or <see langword="null"/> if it stays as it is.</summary>
    public string? State { get; init; }

    public string? Kind { get; init; }

    public string? Sql { get; init; }

    public string? Code { get; init; }

    public string? Error { get; init; }

    public string? Stack { get; init; }

    public static JournalEntry Started(StepRecord record) => Of(record, Mark(record.Step.Completes, StepState.Running));

    public static JournalEntry Finished(StepRecord record) =>
        Of(record, [.. Mark(record.Step.Completes, StepState.Done), .. Mark(record.Step.Leaves, StepState.Pending)]) with
        {
            Kind = "applied",
            State = Word(record.Step.Reaches),
        };

    public static JournalEntry Failed(StepRecord record, Failure failure) => Of(record, Mark(record.Step.Completes, StepState.Failed)) with
    {
        Kind = "failed",
        Sql = failure.Sql,
        Code = failure.Code,
        Error = failure.Message,
        Stack = failure.Stack,
    };

    private static JournalEntry Of(StepRecord record, IEnumerable<OperationRow> operations) => new(
        record.Step.Migration.Id,
        record.Step.Migration.Name,
        record.Step.Migration.Scope,
        record.Step.Migration.Owner,
        record.Step.Migration.Reason,
        record.Step.Migration.Fingerprint,
        record.Step.Migration.Definition,
        Word(record.Step.Phase),
        record.Step.Description,
        JsonSerializer.Serialize(operations, OperationJson.Default.IEnumerableOperationRow),
        record.Rows,
        string.Create(CultureInfo.InvariantCulture, $"{-record.Duration.TotalSeconds:F3} seconds"),
        record.Duration.TotalMilliseconds,
        record.Actor.User,
        record.Actor.Host,
        record.Actor.Process,
        record.Actor.AppVersion);

    private static IEnumerable<OperationRow> Mark(IEnumerable<StepEntry> entries, StepState state) =>
        entries.Select(entry => new OperationRow(Word(entry.Phase), entry.Number, entry.Fingerprint, entry.Description, Word(state)));

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
