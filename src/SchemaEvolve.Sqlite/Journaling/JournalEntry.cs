using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>What is written about a step, as <see cref="JournalSql"/> takes it.</summary>
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
    IReadOnlyList<OperationEntry> Operations,
    bool IsBirth,
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

    /// <summary>Whether its rows are verified in that state.</summary>
    public bool IsMigrated { get; init; }

    public string? Kind { get; init; }

    public string? Sql { get; init; }

    public string? Code { get; init; }

    public string? Error { get; init; }

    public string? Stack { get; init; }

    public string? Blockers { get; init; }

    public static JournalEntry Started(StepRecord record) => Of(record, Mark(record.Step.Touches, StepState.Running));

    public static JournalEntry Finished(StepRecord record) =>
        Of(record, [.. Mark(record.Step.Completes, StepState.Done), .. record.Step.Leaves.Select(left => Mark(left, left.State))]) with
        {
            Kind = "applied",
            State = Word(record.Step.Reaches),
            IsMigrated = record.Step.Reaches >= MigrationState.Migrated,
        };

    /// <summary>That a migration is being taken back, before anything of it is forgotten.</summary>
    public static JournalEntry Reverting(StepRecord record) => Of(record, []) with { State = Word(MigrationState.RollingBack) };

    /// <summary>What is forgotten, and the state in which the migration is then: none if it is as if it had never been.</summary>
    public static JournalEntry Reverted(StepRecord record) => Of(record, Mark(record.Step.Completes, StepState.Pending)) with
    {
        Kind = "reverted",
        State = record.Step.Reaches == MigrationState.Pending ? null : Word(record.Step.Reaches),
    };

    public static JournalEntry Failed(StepRecord record, Failure failure) => Of(record, Mark(record.Step.Completes, StepState.Failed)).Telling("failed", failure);

    public static JournalEntry Noted(string kind, StepRecord record, Failure failure) => Of(record, []).Telling(kind, failure);

    public static JournalEntry Blocked(StepRecord record, Blockade blockade) => Of(record with { Duration = blockade.Waited ?? record.Duration }, []) with
    {
        Kind = blockade.Waited is null ? "blocked" : "unblocked",
        Error = blockade.Message,
        Blockers = Lines(blockade.Blockers),
    };

    public string ToJson() => JsonSerializer.Serialize(this, EntryJson.Default.JournalEntry);

    private JournalEntry Telling(string kind, Failure failure) => this with
    {
        Kind = kind,
        Sql = failure.Sql,
        Code = failure.Code,
        Error = failure.Message,
        Stack = failure.Stack,
        Blockers = Lines(failure.Blockers),
    };

    private static string? Lines(ValueList<string> blockers) => blockers.Count == 0 ? null : string.Join('\n', blockers);

    private static JournalEntry Of(StepRecord record, IReadOnlyList<OperationEntry> operations) => new(
        record.Step.Migration.Id,
        record.Step.Migration.Name,
        record.Step.Migration.Scope,
        record.Step.Migration.Owner,
        record.Step.Migration.Reason,
        record.Step.Migration.Fingerprint,
        record.Step.Migration.Definition,
        Word(record.Step.Phase),
        record.Step.Description,
        operations,
        record.Step.IsBirth,
        record.Rows,
        string.Create(CultureInfo.InvariantCulture, $"{-record.Duration.TotalSeconds:F3} seconds"),
        record.Duration.TotalMilliseconds,
        record.Actor.User,
        record.Actor.Host,
        record.Actor.Process,
        record.Actor.AppVersion);

    private static IReadOnlyList<OperationEntry> Mark(IEnumerable<StepEntry> entries, StepState state) =>
        [.. entries.Select(entry => Mark(entry, state))];

    private static OperationEntry Mark(StepEntry entry, StepState state) =>
        new(Word(entry.Phase), entry.Number, entry.Fingerprint, entry.Description, Word(state));

    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>An operation, with the state that a step brings it to.</summary>
internal sealed record OperationEntry(string Phase, int Number, string Fingerprint, string Description, string State);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class EntryJson : JsonSerializerContext;
