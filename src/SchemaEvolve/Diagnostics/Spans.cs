using System.Data.Common;
using System.Diagnostics;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Diagnostics;

/// <summary>The spans. None is made, and nothing is worded, unless somebody listens.</summary>
internal static class Spans
{
    /// <summary>A run, with all that it does beneath it.</summary>
    public static Activity? Run(RunKind run, DatabaseProvider provider, DbConnection connection) => Telemetry.Source.StartActivity(Name(run)) is { } span
        ? span.At(Place.Of(provider, connection))
        : null;

    /// <summary>Ends a span with what it is about.</summary>
    public static async Task<MigrationReport> OverAsync(Activity? span, Task<MigrationReport> running)
    {
        using var ending = span;
        try
        {
            var report = await running;
            span?.SetTag(Tags.Outcome, Word(report.Outcome)).SetTag(Tags.Steps, report.Steps.Count);
            return report;
        }
        catch (Exception error)
        {
            span.Fail(error, fault: null);
            throw;
        }
    }

    /// <summary>Getting hold of the migration lock.</summary>
    public static Activity? LockWait(DatabaseProvider provider, DbConnection connection) => Telemetry.Source.StartActivity("wait for lock") is { } span
        ? span.At(Place.Of(provider, connection))
        : null;

    /// <summary>A look at the gates of all migrations that have something to take away.</summary>
    public static Activity? GateCheck(DatabaseProvider provider, DbConnection connection) => Telemetry.Source.StartActivity("check gates") is { } span
        ? span.At(Place.Of(provider, connection))
        : null;

    /// <summary>A step.</summary>
    public static Activity? Step(Step step, DatabaseProvider provider, DbConnection connection) =>
        Telemetry.Source.HasListeners() && Telemetry.Source.StartActivity($"{Word(step.Phase)} {step.Migration.Name}") is { } span
            ? span.At(Place.Of(provider, connection))
                .SetTag(Tags.Migration, step.Migration.Id)
                .SetTag(Tags.MigrationName, step.Migration.Name)
                .SetTag(Tags.Scope, step.Migration.Scope)
                .SetTag(Tags.Owner, step.Migration.Owner)
                .SetTag(Tags.Phase, Word(step.Phase))
                .SetTag(Tags.Step, step.Changes.Any(change => change is RunSql) ? SqlLexer.WithoutValues(step.Description, provider.Engine) : step.Description)
            : null;

    /// <summary>The work on the rows of a table. Its batches may be millions, so they are counted and measured, and have no spans of their own.</summary>
    public static Activity? Backfill(BackfillStep step, DatabaseProvider provider, DbConnection connection) =>
        Telemetry.Source.HasListeners() && Telemetry.Source.StartActivity($"backfill {step.Batches.Table}") is { } span
            ? span.At(Place.Of(provider, connection))
                .SetTag(Tags.Collection, step.Batches.Table.ToString())
                .SetTag(Tags.QueryText, step.Code is null ? SqlLexer.WithoutValues(step.Batches.Whole.For(provider.Engine), provider.Engine) : null)
            : null;

    /// <summary>A statement, or several that are sent together.</summary>
    public static Activity? Statement(IReadOnlyList<string> texts, string? table, DatabaseProvider provider, DbConnection connection)
    {
        if (!Telemetry.Source.HasListeners())
        {
            return null;
        }

        var operation = OperationOf(texts, provider.Engine);
        return Telemetry.Source.StartActivity(table is null ? operation : $"{operation} {table}", ActivityKind.Client) is { } span
            ? span.At(Place.Of(provider, connection))
                .SetTag(Tags.Operation, operation)
                .SetTag(Tags.Collection, table)
                .SetTag(Tags.BatchSize, texts.Count > 1 ? texts.Count : null)
                .SetTag(Tags.QueryText, string.Join(";\n", texts.Select(text => SqlLexer.WithoutValues(text, provider.Engine))))
            : null;
    }

    /// <summary>Marks a span as failed.</summary>
    /// <remarks>The stack is told, and the message that is meant to be read, but not the exception as text: in that, a driver may put what stood in a row.</remarks>
    public static void Fail(this Activity? span, Exception error, Fault? fault)
    {
        if (span is null)
        {
            return;
        }

        var message = Discretion.Of(error, fault);
        span.SetTag(Tags.StatusCode, fault?.Code).SetTag(Tags.ErrorType, TypeOf(error, fault)).SetStatus(ActivityStatusCode.Error, message);
        span.AddEvent(new("exception", tags: new()
        {
            { Tags.ExceptionType, error.GetType().FullName },
            { Tags.ExceptionMessage, message },
            { Tags.ExceptionStack, error.StackTrace },
        }));
    }

    /// <summary>The kind of an error, of which there are few.</summary>
    public static string TypeOf(Exception error, Fault? fault) =>
        (fault ?? (error as MigrationFailedException)?.Fault)?.Code ?? ((error as MigrationFailedException)?.InnerException ?? error).GetType().FullName!;

    public static string Name(RunKind run) => run switch
    {
        RunKind.Migrate => "migrate",
        RunKind.Work => "work",
        RunKind.Contract => "contract",
        RunKind.Purge => "purge",
        RunKind.Rollback => "rollback",
        _ => throw new UnreachableException($"A run of the kind {run} has no name."),
    };

    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string OperationOf(IReadOnlyList<string> texts, string engine)
    {
        string[] operations = [.. texts.Select(text => QueryText.OperationOf(text, engine)).Distinct()];

        return (texts, operations) switch
        {
            ([_], [var one]) => one,
            (_, [var one]) => $"BATCH {one}",
            _ => "BATCH",
        };
    }

    private static Activity At(this Activity span, Place place) => span
        .SetTag(Tags.System, place.System)
        .SetTag(Tags.Namespace, place.Address.Name)
        .SetTag(Tags.ServerAddress, place.Address.Host)
        .SetTag(Tags.ServerPort, place.Address.Port);
}
