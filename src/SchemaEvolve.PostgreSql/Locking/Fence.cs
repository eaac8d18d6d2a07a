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
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction that is open on it, or <see langword="null"/>.</param>
    /// <param name="commands">What is written.</param>
    /// <param name="isRoutine">Whether the like of it is written again and again: a fresh database gets a thousand entries in a row.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task WriteAsync(
        DbConnection connection,
        DbTransaction? transaction,
        IEnumerable<NpgsqlBatchCommand> commands,
        bool isRoutine,
        CancellationToken cancellationToken)
    {
        await using var batch = Batch(connection, transaction, commands);
        if (!_leases.TryGetValue(connection, out var lease))
        {
            // Only a session that is ours alone is sure to know tomorrow's statement by yesterday's name.
            if (isRoutine)
            {
                await batch.PrepareAsync(cancellationToken);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
            return;
        }

        if (transaction is not null)
        {
            await WriteAsync(batch, lease, cancellationToken);
            return;
        }

        await using var own = await batch.Connection!.BeginTransactionAsync(cancellationToken);
        batch.Transaction = own;
        await WriteAsync(batch, lease, cancellationToken);
        await own.CommitAsync(cancellationToken);
    }

    /// <summary>Writes, and ends the transaction.</summary>
    /// <returns>The first row that the commands find, or <see langword="null"/> if they find none.</returns>
    public async Task<IReadOnlyList<object>?> CommitAsync(
        DbConnection connection,
        DbTransaction transaction,
        IEnumerable<NpgsqlBatchCommand> commands,
        CancellationToken cancellationToken)
    {
        await using var batch = Batch(connection, transaction, commands);
        if (_leases.TryGetValue(connection, out var lease))
        {
            // Whether the lease is still held is known only when the answer is there.
            var found = await WriteAsync(batch, lease, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
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

    private static NpgsqlBatch Batch(DbConnection connection, DbTransaction? transaction, IEnumerable<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction?)transaction);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        return batch;
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
