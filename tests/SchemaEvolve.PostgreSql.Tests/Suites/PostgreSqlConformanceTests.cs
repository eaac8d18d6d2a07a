using SchemaEvolve.Conformance;

namespace SchemaEvolve.PostgreSql.Tests.Suites;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlMigratorTests<TEngine> : MigratorSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlHistoryTests<TEngine> : HistorySuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlProcessTests<TEngine> : ProcessSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlLockingTests<TEngine> : LockSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlChangeTests<TEngine> : ChangeSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlDualWriteTests<TEngine> : DualWriteSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlCoexistenceTests<TEngine> : CoexistenceSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlGateTests<TEngine> : GateSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlBackfillTests<TEngine> : BackfillSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlRollbackTests<TEngine> : RollbackSuite<TEngine>
    where TEngine : IEngine;

[TestFixtureSource(typeof(PostgreSqlEngines), nameof(PostgreSqlEngines.All))]
public class PostgreSqlContractTests<TEngine> : ContractSuite<TEngine>
    where TEngine : IEngine;
