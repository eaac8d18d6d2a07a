using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Backfills;
using SchemaEvolve.Conformance.Crashes;
using SchemaEvolve.Conformance.Telemetry;

namespace SchemaEvolve.Sqlite.Tests.Conformance;

[TestFixture]
public class SqliteChangeTests : ChangeSuite<SqliteFile>;

[TestFixture]
public class SqliteMigratorTests : MigratorSuite<SqliteFile>;

[TestFixture]
public class SqliteFailureTests : FailureSuite<SqliteFile>;

[TestFixture]
public class SqliteHistoryTests : HistorySuite<SqliteFile>;

[TestFixture]
public class SqliteProcessTests : ProcessSuite<SqliteFile>;

[TestFixture]
public class SqliteRollingDeployTests : RollingDeploySuite<SqliteFile>;

[TestFixture]
public class SqliteLockingTests : LockSuite<SqliteFile>;

[TestFixture]
public class SqliteDualWriteTests : DualWriteSuite<SqliteFile>;

[TestFixture]
public class SqliteDualWriteModelTests : DualWriteModelSuite<SqliteFile>;

[TestFixture]
public class SqliteDualWriteNameTests : DualWriteNameSuite<SqliteFile>;

[TestFixture]
public class SqliteCoexistenceTests : CoexistenceSuite<SqliteFile>;

[TestFixture]
public class SqliteTelemetryTests : TelemetrySuite<SqliteFile>;

[TestFixture]
public class SqliteSecretTests : SecretSuite<SqliteFile>;

[TestFixture]
public class SqliteJournalPageTests : JournalSuite<SqliteFile>;

[TestFixture]
public class SqliteStoryTests : StorySuite<SqliteFile>;

[TestFixture]
public class SqliteGateTests : GateSuite<SqliteFile>;

[TestFixture]
public class SqliteWorkTests : WorkSuite<SqliteFile>;

[TestFixture]
public class SqliteFleetTests : FleetSuite<SqliteFile>;

[TestFixture]
public class SqliteBackfillTests : BackfillSuite<SqliteFile>;

[TestFixture]
public class SqliteBackfillByCodeTests : BackfillByCodeSuite<SqliteFile>;

[TestFixture]
public class SqliteBackfillCompanyTests : BackfillCompanySuite<SqliteFile>;

[TestFixture]
public class SqliteRowErrorTests : RowErrorSuite<SqliteFile>;

[TestFixture]
public class SqliteRollbackTests : RollbackSuite<SqliteFile>;

[TestFixture]
public class SqliteCutRollbackTests : CutRollbackSuite<SqliteFile>;

[TestFixture]
public class SqliteSeedTests : SeedSuite<SqliteFile>;

[TestFixture]
public class SqliteContractTests : ContractSuite<SqliteFile>;

public class SqliteCrashTests : CrashSuite<SqliteFile>;

[TestFixture]
public class SqliteSafetyTests : SafetySuite<SqliteFile>;

[TestFixture]
public class SqliteDriftTests : DriftSuite<SqliteFile>;

public class SqliteRepairTests : RepairSuite<SqliteFile>;

[TestFixture]
public class SqliteHeirTests : HeirSuite<SqliteFile>;

[TestFixture]
public class SqliteMoveTests : MoveSuite<SqliteFile>;

[TestFixture]
public class SqliteWidenPrimaryKeyTests : WidenPrimaryKeySuite<SqliteFile>;

public class SqliteUpgradeTests : UpgradeSuite<SqliteFile>
{
    protected override string Aging =>
        """
        ALTER TABLE schema_evolve_migrations DROP COLUMN migrated_at;
        DROP TABLE schema_evolve_instances;
        DROP TABLE schema_evolve_approvals;
        DELETE FROM schema_evolve_meta WHERE key = 'layout';
        UPDATE schema_evolve_meta SET key = key || ' of the first release' WHERE key LIKE 'stamp %';
        """;

    protected override string Renewing =>
        """
        ALTER TABLE schema_evolve_migrations ADD COLUMN ticket TEXT;
        ALTER TABLE schema_evolve_steps ADD COLUMN cost INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE schema_evolve_events ADD COLUMN place TEXT;
        ALTER TABLE schema_evolve_instances ADD COLUMN load REAL;
        ALTER TABLE schema_evolve_approvals ADD COLUMN role TEXT;
        CREATE TABLE schema_evolve_plans (id INTEGER PRIMARY KEY);
        UPDATE schema_evolve_meta SET value = '3' WHERE key = 'layout';
        UPDATE schema_evolve_meta SET value = '9.9.9' WHERE key = 'release';
        """;

    protected override string Named(string table) => $"schema_evolve_{table}";
}

[TestFixture]
public class SqliteScriptTests : ScriptSuite<SqliteFile>;

[TestFixture]
public class SqliteBoundTests : BoundSuite<SqliteFile>;
