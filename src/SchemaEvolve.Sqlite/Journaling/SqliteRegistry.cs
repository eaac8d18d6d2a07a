using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>Keeps in the tables of the journal who runs on the database, and who has approved.</summary>
internal sealed class SqliteRegistry : IRegistry
{
    public async Task<Observation> ObserveAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = Instants.Read(await connection.QuerySingleAsync<string>(RegistrySql.Now, transaction: transaction));
        if (await MetaTable.ReadVersionAsync(connection, transaction) is not { IsOutdated: false })
        {
            return new(now, [], []);
        }

        var instances = await connection.QueryAsync<InstanceRow>(RegistrySql.Instances, transaction: transaction);
        var approvals = await connection.QueryAsync<ApprovalRow>(RegistrySql.Approvals, transaction: transaction);
        return new(now, [.. instances.Select(row => row.ToInstance())], [.. approvals.Select(row => row.ToApproval())]);
    }

    public async Task<bool> NoteHeartbeatAsync(DbConnection connection, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await MetaTable.ReadVersionAsync(connection, transaction: null) is not { IsOutdated: false })
        {
            return false;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            RegistrySql.Beat,
            new
            {
                id = heartbeat.Instance.ToString(),
                appVersion = heartbeat.Actor.AppVersion,
                known = JsonSerializer.Serialize([.. heartbeat.Known], EntryJson.Default.Int64Array),
                host = heartbeat.Actor.Host,
                process = heartbeat.Actor.Process,
                patience = heartbeat.Patience.TotalSeconds,
            },
            transaction);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public async Task NoteLeaveAsync(DbConnection connection, Guid instance, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await connection.ExecuteAsync(RegistrySql.Leave, new { id = instance.ToString() });
    }

    public Task<bool> ApproveAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        DecideAsync(connection, RegistrySql.Approve, "approved", decision.Describe("Approved"), decision, cancellationToken);

    public Task<bool> RevokeAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        DecideAsync(connection, RegistrySql.Revoke, "revoked", decision.Describe("Revoked"), decision, cancellationToken);

    public async Task<string?> ReadEnvironmentAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await connection.QueryFirstOrDefaultAsync<string?>(RegistrySql.ReadEnvironment);
        }
        catch (SqliteException error) when (MetaTable.IsMissing(error))
        {
            return null;
        }
    }

    public Task MarkAsync(DbConnection connection, string environment, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return connection.ExecuteAsync(RegistrySql.Mark, new { environment });
    }

    private static async Task<bool> DecideAsync(
        DbConnection connection,
        string sql,
        string kind,
        string description,
        Decision decision,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await MetaTable.ReadVersionAsync(connection, transaction: null) is not { IsOutdated: false })
        {
            return false;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            sql,
            new
            {
                kind,
                migration = decision.Migration,
                name = decision.Name,
                by = decision.By,
                note = decision.Note,
                description,
                user = decision.Actor.User,
                host = decision.Actor.Host,
                process = decision.Actor.Process,
                appVersion = decision.Actor.AppVersion,
            },
            transaction);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
