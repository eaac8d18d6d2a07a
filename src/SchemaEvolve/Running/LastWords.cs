using System.Data.Common;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Tells the journal how a step has ended whose connection can no longer say so.</summary>
/// <remarks>The lock may be gone with the connection. An event changes nothing that others rely on, so it does not need it.</remarks>
internal sealed class LastWords(DatabaseProvider provider, MigratorOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Notes the event, if the database lets it.</summary>
    /// <param name="kind">What happened: <c>stopped</c> or <c>failed</c>.</param>
    /// <param name="cut">The step, as far as it had come.</param>
    /// <param name="failure">Why.</param>
    public async Task SayAsync(string kind, StepRecord cut, Failure failure)
    {
        using var stop = new CancellationTokenSource(Patience, options.Clock);
        try
        {
            await using var opened = await provider.Connections.OpenAsync(stop.Token);
            await provider.Journal.NoteAsync(opened.Connection, kind, cut, failure, stop.Token);
        }
        catch (Exception unwritten) when (unwritten is DbException or MigrationException or InvalidOperationException or OperationCanceledException)
        {
            options.Logger.NotJournaled(cut.Step.Migration.Label, unwritten.Message);
        }
    }
}
