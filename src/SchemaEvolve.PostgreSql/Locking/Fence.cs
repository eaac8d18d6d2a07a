using System.Data.Common;
using System.Runtime.CompilerServices;
using Npgsql;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>Stands before each write of the journal. Where the lock is a lease, whoever has lost it cannot get past, however long they were paused.</summary>
internal sealed class Fence
{
    private readonly ConditionalWeakTable<DbConnection, HeldLease> _leases = [];

    /// <summary>Lets a connection write as long as it holds this lease.</summary>
    public void Admit(DbConnection connection, HeldLease lease) => _leases.AddOrUpdate(connection, lease);

    /// <summary>Writes, provided that the lease is still held when the transaction ends.</summary>
    /// <param name="batch">What is written.</param>
    /// <param name="isRoutine">Whether the like of it is written again and again: a fresh database gets a thousand entries in a row.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task WriteAsync(NpgsqlBatch batch, bool isRoutine, CancellationToken cancellationToken)
    {
        if (!_leases.TryGetValue(batch.Connection!, out var lease))
        {
            // Only a session that is ours alone is sure to know tomorrow's statement by yesterday's name.
            if (isRoutine)
            {
                await batch.PrepareAsync(cancellationToken);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
            return;
        }

        if (batch.Transaction is not null)
        {
            await WriteAsync(batch, lease, cancellationToken);
            return;
        }

        await using var transaction = await batch.Connection!.BeginTransactionAsync(cancellationToken);
        batch.Transaction = transaction;
        await WriteAsync(batch, lease, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Writes, and ends the transaction of the batch.</summary>
    /// <returns>The first row that the batch finds, or <see langword="null"/> if it finds none.</returns>
    public async Task<IReadOnlyList<object>?> CommitAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        if (_leases.TryGetValue(batch.Connection!, out var lease))
        {
            // Whether the lease is still held is known only when the answer is there.
            var found = await WriteAsync(batch, lease, cancellationToken);
            await batch.Transaction!.CommitAsync(cancellationToken);
            return found;
        }

        batch.BatchCommands.Add(new("COMMIT"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }

    private static async Task<IReadOnlyList<object>?> WriteAsync(NpgsqlBatch batch, HeldLease lease, CancellationToken cancellationToken)
    {
        batch.BatchCommands.Insert(0, lease.Proof());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            lease.Lose();
            throw new MigrationLockException(
                "The lease of this migration ran out, and another process may have taken over. What this step did in a transaction is undone. Start again, or raise LeaseDuration.");
        }

        return await reader.NextResultAsync(cancellationToken) ? await ReadAsync(reader, cancellationToken) : null;
    }

    // An error of a later statement is heard of only when the answers before it are read.
    private static async Task<IReadOnlyList<object>?> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        object[]? row = null;
        if (await reader.ReadAsync(cancellationToken))
        {
            row = new object[reader.FieldCount];
            reader.GetValues(row);
        }

        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return row;
    }
}
