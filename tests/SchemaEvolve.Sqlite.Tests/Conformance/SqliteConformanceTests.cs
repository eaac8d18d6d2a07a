using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Backfills;
using SchemaEvolve.Conformance.Crashes;

namespace SchemaEvolve.Sqlite.Tests.Conformance;

[TestFixture]
public class SqliteChangeTests : ChangeSuite<SqliteFile>;

[TestFixture]
public class SqliteMigratorTests : MigratorSuite<SqliteFile>;

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
public class SqliteCoexistenceTests : CoexistenceSuite<SqliteFile>;

[TestFixture]
public class SqliteGateTests : GateSuite<SqliteFile>;

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
public class SqliteContractTests : ContractSuite<SqliteFile>;

public class SqliteCrashTests : CrashSuite<SqliteFile>;

[TestFixture]
public class SqliteDriftTests : DriftSuite<SqliteFile>;

public class SqliteRepairTests : RepairSuite<SqliteFile>;

[TestFixture]
public class SqliteMoveTests : MoveSuite<SqliteFile>;

[TestFixture]
public class SqliteWidenPrimaryKeyTests : WidenPrimaryKeySuite<SqliteFile>;
