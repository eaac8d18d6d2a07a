using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

internal sealed partial class PostgreSqlJournal
{
    public async Task<Observation> ObserveAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var now = await connection.ExecuteScalarAsync<DateTime>(_gating.Now, cancellationToken, transaction);
        if (await ReadVersionAsync(connection, transaction, cancellationToken) is not { IsOutdated: false })
        {
            return new(now, [], []);
        }

        if (transaction is not null)
        {
            await connection.ExecuteAsync(_gating.LockInstances, cancellationToken, transaction);
        }

        var instances = await connection.QueryAsync<InstanceRow>(_gating.ReadInstances, cancellationToken, transaction);
        var approvals = await connection.QueryAsync<ApprovalRow>(_gating.ReadApprovals, cancellationToken, transaction);
        return new(now, [.. instances.Select(row => row.ToInstance())], [.. approvals.Select(row => row.ToApproval())]);
    }

    public Task<bool> NoteHeartbeatAsync(DbConnection connection, Heartbeat heartbeat, CancellationToken cancellationToken) =>
        WriteOnceAsync(
            connection,
            [
                new(_gating.Beat)
                {
                    Parameters =
                    {
                        Parameter.Guid(heartbeat.Instance),
                        Parameter.Text(heartbeat.Actor.AppVersion),
                        Parameter.Bigints(heartbeat.Known),
                        Parameter.Text(heartbeat.Actor.Host),
                        Parameter.Integer(heartbeat.Actor.Process),
                        Parameter.Interval(heartbeat.Patience),
                    },
                },
                new(_gating.Sweep) { Parameters = { Parameter.Guid(heartbeat.Instance) } },
            ],
            cancellationToken);

    public Task NoteLeaveAsync(DbConnection connection, Guid instance, CancellationToken cancellationToken) =>
        WriteOnceAsync(connection, [new(_gating.Leave) { Parameters = { Parameter.Guid(instance) } }], cancellationToken);

    public Task<bool> ApproveAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        WriteOnceAsync(
            connection,
            [
                new(_gating.Approve)
                {
                    Parameters =
                    {
                        Parameter.Bigint(decision.Migration),
                        Parameter.Text(decision.Name),
                        Parameter.Text(decision.By),
                        Parameter.Text(decision.Note),
                        Parameter.Text(decision.Describe("Approved")),
                        Parameter.Text(decision.Actor.User),
                        Parameter.Text(decision.Actor.Host),
                        Parameter.Integer(decision.Actor.Process),
                        Parameter.Text(decision.Actor.AppVersion),
                    },
                },
            ],
            cancellationToken);

    public Task<bool> RevokeAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        WriteOnceAsync(
            connection,
            [
                new(_gating.Revoke)
                {
                    Parameters =
                    {
                        Parameter.Bigint(decision.Migration),
                        Parameter.Text(decision.Name),
                        Parameter.Text(decision.By),
                        Parameter.Text(decision.Describe("Revoked")),
                        Parameter.Text(decision.Actor.User),
                        Parameter.Text(decision.Actor.Host),
                        Parameter.Integer(decision.Actor.Process),
                        Parameter.Text(decision.Actor.AppVersion),
                    },
                },
            ],
            cancellationToken);

    public Task RepairAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        WriteAsync(
            connection,
            transaction: null,
            [Told(_gating.Repair, new(decision.Migration, decision.Name, decision.Describe("Repaired"), decision.Actor))],
            cancellationToken);

    public Task HoldAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction: null, [Held(notice)], cancellationToken);

    public Task SuppressAsync(DbConnection connection, Notice notice, CancellationToken cancellationToken) =>
        WriteAsync(connection, transaction: null, [Suppressed(notice)], cancellationToken);

    /// <summary>What notes that a migration is held.</summary>
    public NpgsqlBatchCommand Held(Notice notice) => Told(_gating.Hold, notice);

    /// <summary>What notes that a migration suppresses what a rule has found.</summary>
    public NpgsqlBatchCommand Suppressed(Notice notice) => Told(_gating.Suppress, notice);

    private static NpgsqlBatchCommand Told(string sql, Notice notice) => new(sql)
    {
        Parameters =
        {
            Parameter.Bigint(notice.Migration),
            Parameter.Text(notice.Name),
            Parameter.Text(notice.Text),
            Parameter.User(notice.Actor),
            Parameter.Text(notice.Actor.Host),
            Parameter.Integer(notice.Actor.Process),
            Parameter.Text(notice.Actor.AppVersion),
        },
    };

    // These come from connections that hold no lock, and that a pooler may share.
    private async Task<bool> WriteOnceAsync(DbConnection connection, IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken cancellationToken)
    {
        if (await ReadVersionAsync(connection, transaction: null, cancellationToken) is not { IsOutdated: false })
        {
            return false;
        }

        await using var batch = Batch(connection, transaction: null, commands);
        await fence.WriteAsync(batch, isRoutine: false, cancellationToken);
        return true;
    }
}
