using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

internal sealed partial class SqliteJournal
{
    public async Task<Observation> ObserveAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = DateTimeOffset.Parse(await connection.QuerySingleAsync<string>(GatingSql.Now, transaction: transaction), CultureInfo.InvariantCulture);
        if (await ReadVersionAsync(connection, transaction) is not { IsOutdated: false })
        {
            return new(now, [], []);
        }

        var instances = await connection.QueryAsync<InstanceRow>(GatingSql.Instances, transaction: transaction);
        var approvals = await connection.QueryAsync<ApprovalRow>(GatingSql.Approvals, transaction: transaction);
        return new(now, [.. instances.Select(row => row.ToInstance())], [.. approvals.Select(row => row.ToApproval())]);
    }

    public async Task<bool> NoteHeartbeatAsync(DbConnection connection, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await ReadVersionAsync(connection, transaction: null) is not { IsOutdated: false })
        {
            return false;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            GatingSql.Beat,
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
        await connection.ExecuteAsync(GatingSql.Leave, new { id = instance.ToString() });
    }

    public Task<bool> ApproveAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        DecideAsync(connection, GatingSql.Approve, "approved", decision.Describe("Approved"), decision, cancellationToken);

    public Task<bool> RevokeAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        DecideAsync(connection, GatingSql.Revoke, "revoked", decision.Describe("Revoked"), decision, cancellationToken);

    public Task RepairAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        DecideAsync(connection, GatingSql.Repair, "repaired", decision.Describe("Repaired"), decision, cancellationToken);

    public Task HoldAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) => NoticeAsync(connection, GatingSql.Hold, notice, cancellationToken);

    public Task SuppressAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) =>
        NoticeAsync(connection, GatingSql.Suppress, notice, cancellationToken);

    private static async Task NoticeAsync(DbConnection connection, string sql, Notice notice, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await connection.ExecuteAsync(
            sql,
            new
            {
                migration = notice.Migration,
                name = notice.Name,
                description = notice.Text,
                user = notice.Actor.User,
                host = notice.Actor.Host,
                process = notice.Actor.Process,
                appVersion = notice.Actor.AppVersion,
            });
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
        if (await ReadVersionAsync(connection, transaction: null) is not { IsOutdated: false })
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
