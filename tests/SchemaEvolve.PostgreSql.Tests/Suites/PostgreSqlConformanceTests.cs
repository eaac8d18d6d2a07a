using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Backfills;
using SchemaEvolve.Conformance.Crashes;
using SchemaEvolve.Conformance.Telemetry;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Suites;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlMigratorTests<TEngine> : MigratorSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlFailureTests<TEngine> : FailureSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlHistoryTests<TEngine> : HistorySuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlProcessTests<TEngine> : ProcessSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlRollingDeployTests<TEngine> : RollingDeploySuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlLockingTests<TEngine> : LockSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlChangeTests<TEngine> : ChangeSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlDualWriteTests<TEngine> : DualWriteSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlDualWriteModelTests<TEngine> : DualWriteModelSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlDualWriteNameTests<TEngine> : DualWriteNameSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlCoexistenceTests<TEngine> : CoexistenceSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlTelemetryTests<TEngine> : TelemetrySuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlSecretTests<TEngine> : SecretSuite<TEngine>
    where TEngine : IEngine
{
    protected override DatabaseProvider Discreet =>
        PostgreSqlProvider.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { IncludeErrorDetail = false }.ConnectionString);
}

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlJournalPageTests<TEngine> : JournalSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlStoryTests<TEngine> : StorySuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlGateTests<TEngine> : GateSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlWorkTests<TEngine> : WorkSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlFleetTests<TEngine> : FleetSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlBackfillTests<TEngine> : BackfillSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlBackfillByCodeTests<TEngine> : BackfillByCodeSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlBackfillCompanyTests<TEngine> : BackfillCompanySuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlRowErrorTests<TEngine> : RowErrorSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlRollbackTests<TEngine> : RollbackSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlCutRollbackTests<TEngine> : CutRollbackSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlSeedTests<TEngine> : SeedSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlContractTests<TEngine> : ContractSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlCrashTests<TEngine> : CrashSuite<TEngine>
    where TEngine : IEngine
{
    [Test]
    public Task A_run_that_loses_its_connection_is_ended_by_the_next([Values] Chapter chapter) => SurviveAsync(
        chapter,
        async (databases, process) =>
        {
            foreach (var database in databases)
            {
                await database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }

            process.StandardInput.Close();
        },
        sample: 2,
        from: 0.5);
}

[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Apart))]
public class PostgreSqlServerCrashTests<TEngine> : CutSuite<TEngine>
    where TEngine : IEngine
{
    [Test]
    public Task A_run_whose_server_is_killed_is_ended_by_the_next([Values] Chapter chapter) => SurviveAsync(
        chapter,
        async (_, process) =>
        {
            await PostgreSqlServers.Apart!.RestartAsync("immediate");
            process.StandardInput.Close();
        },
        sample: 2,
        from: 0.25);
}

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlSafetyTests<TEngine> : SafetySuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlDriftTests<TEngine> : DriftSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlRepairTests<TEngine> : RepairSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlHeirTests<TEngine> : HeirSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlMoveTests<TEngine> : MoveSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlWidenPrimaryKeyTests<TEngine> : WidenPrimaryKeySuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlUpgradeTests<TEngine> : UpgradeSuite<TEngine>
    where TEngine : IEngine
{
    protected override string Aging =>
        """
        ALTER TABLE schema_evolve.migrations DROP COLUMN migrated_at;
        ALTER TABLE schema_evolve.events DROP COLUMN blockers;
        DROP TABLE schema_evolve.instances, schema_evolve.approvals;
        DELETE FROM schema_evolve.meta WHERE key IN ('layout', 'release');
        UPDATE schema_evolve.meta SET value = value || ' of the first release' WHERE key = 'stamp';
        """;

    protected override string Renewing =>
        """
        ALTER TABLE schema_evolve.migrations ADD COLUMN ticket text;
        ALTER TABLE schema_evolve.steps ADD COLUMN cost bigint NOT NULL DEFAULT 0;
        ALTER TABLE schema_evolve.events ADD COLUMN place text;
        ALTER TABLE schema_evolve.instances ADD COLUMN load real;
        ALTER TABLE schema_evolve.approvals ADD COLUMN role text;
        CREATE TABLE schema_evolve.plans (id bigint PRIMARY KEY);
        UPDATE schema_evolve.meta SET value = '3' WHERE key = 'layout';
        UPDATE schema_evolve.meta SET value = '9.9.9' WHERE key = 'release';
        """;

    protected override string Named(string table) => $"schema_evolve.{table}";
}

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Ends))]
public class PostgreSqlScriptTests<TEngine> : ScriptSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.Newest))]
public class PostgreSqlBoundTests<TEngine> : BoundSuite<TEngine>
    where TEngine : IEngine;
