using System.Data;
using System.Data.Common;
using SchemaEvolve.Diagnostics;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Clears away now and then what batches leave behind, so that the next ones find room instead of making the table grow.</summary>
/// <param name="provider">The database.</param>
/// <param name="connection">The connection that fills the table.</param>
/// <param name="step">The step.</param>
/// <param name="estimated">How many rows the table has, about.</param>
/// <param name="options">Where trouble is told.</param>
internal sealed class Upkeep(DatabaseProvider provider, DbConnection connection, BackfillStep step, long estimated, MigratorOptions options)
{
    // Each time all indexes are gone through: at a fifth of the table that costs a tenth of the time, and the table grows by a tenth instead of to its double.
    private const double Share = 0.2;
    private const long Rows = 50_000;

    private long _written;
    private bool _isRefused;

    /// <summary>Hears how many rows a batch wrote, and clears away if it is time.</summary>
    public async Task HearAsync(long written, CancellationToken cancellationToken)
    {
        _written += written;
        if (step.Batches.Upkeep is not { } upkeep || _isRefused || _written < Math.Max(Rows, estimated * Share))
        {
            return;
        }

        _written = 0;
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = upkeep.For(provider.Engine);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (DbException error) when (connection.State == ConnectionState.Open)
        {
            _isRefused = true;
            options.Logger.UpkeepFailed(step.Migration.Label, step.Batches.Table, error.Message);
        }
    }
}
