using System.Data;
using Npgsql;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>What a session says while it waits for the lock, until it takes it back.</summary>
/// <param name="session">The session.</param>
/// <param name="ending">The statement that takes it back, or <see langword="null"/> if it could not be said.</param>
/// <param name="parameters">The parameters of the statement.</param>
internal sealed class Announcement(NpgsqlConnection session, string? ending, params NpgsqlParameter[] parameters) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        if (ending is null || session.FullState != ConnectionState.Open)
        {
            return;
        }

        await using var command = new NpgsqlCommand(ending, session);
        command.Parameters.AddRange(parameters);
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The session has ended meanwhile, and whatever it has said with it.
        }
    }
}
