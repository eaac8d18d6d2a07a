using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Locking;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>Keeps in the schema of the journal who runs on the database, and who has approved.</summary>
internal sealed class PostgreSqlRegistry(JournalTables tables, Fence fence) : IRegistry
{
    private readonly RegistrySql _sql = new(tables);
    private readonly MetaTable _meta = new(tables);

    public async Task<Observation> ObserveAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var now = await connection.ExecuteScalarAsync<DateTime>(_sql.Now, cancellationToken, transaction);
        if (await _meta.ReadVersionAsync(connection, transaction, cancellationToken) is not { IsOutdated: false })
        {
            return new(now, [], []);
        }

        if (transaction is not null)
        {
            await connection.ExecuteAsync(_sql.LockInstances, cancellationToken, transaction);
        }

        var instances = await connection.QueryAsync<InstanceRow>(_sql.ReadInstances, cancellationToken, transaction);
        var approvals = await connection.QueryAsync<ApprovalRow>(_sql.ReadApprovals, cancellationToken, transaction);
        return new(now, [.. instances.Select(row => row.ToInstance())], [.. approvals.Select(row => row.ToApproval())]);
    }

    public Task<bool> NoteHeartbeatAsync(DbConnection connection, Heartbeat heartbeat, CancellationToken cancellationToken) =>
        WriteOnceAsync(
            connection,
            [
                new(_sql.Beat)
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
                new(_sql.Sweep) { Parameters = { Parameter.Guid(heartbeat.Instance) } },
            ],
            cancellationToken);

    public Task NoteLeaveAsync(DbConnection connection, Guid instance, CancellationToken cancellationToken) =>
        WriteOnceAsync(connection, [new(_sql.Leave) { Parameters = { Parameter.Guid(instance) } }], cancellationToken);

    public Task<bool> ApproveAsync(DbConnection connection, Decision decision, CancellationToken cancellationToken) =>
        WriteOnceAsync(
            connection,
            [
                new(_sql.Approve)
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
                new(_sql.Revoke)
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

    public async Task<string?> ReadEnvironmentAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(_sql.ReadEnvironment, (NpgsqlConnection)connection);
        try
        {
            return (string?)await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (PostgresException error) when (Faults.IsMissingTable(error.SqlState))
        {
            return null;
        }
    }

    public Task MarkAsync(DbConnection connection, string environment, CancellationToken cancellationToken) =>
        fence.WriteAsync(connection, transaction: null, [Marked(environment)], isRoutine: false, cancellationToken);

    /// <summary>What marks the database, unless it is marked.</summary>
    public NpgsqlBatchCommand Marked(string environment) => new(_sql.Mark) { Parameters = { Parameter.Text(environment) } };

    // These come from connections that hold no lock, and that a pooler may share.
    private async Task<bool> WriteOnceAsync(DbConnection connection, IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken cancellationToken)
    {
        if (await _meta.ReadVersionAsync(connection, transaction: null, cancellationToken) is not { IsOutdated: false })
        {
            return false;
        }

        await fence.WriteAsync(connection, transaction: null, commands, isRoutine: false, cancellationToken);
        return true;
    }
}
