namespace SchemaEvolve.Diagnostics;

/// <summary>What spans and metrics are tagged with. What OpenTelemetry has no word for begins with <c>schema_evolve</c>.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/db/database-spans/</remarks>
internal static class Tags
{
    public const string System = "db.system.name";
    public const string Namespace = "db.namespace";
    public const string Operation = "db.operation.name";
    public const string BatchSize = "db.operation.batch.size";
    public const string Collection = "db.collection.name";
    public const string QueryText = "db.query.text";
    public const string StatusCode = "db.response.status_code";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";
    public const string ExceptionType = "exception.type";
    public const string ExceptionMessage = "exception.message";
    public const string ExceptionStack = "exception.stacktrace";

    public const string Run = "schema_evolve.run";
    public const string Outcome = "schema_evolve.outcome";
    public const string Steps = "schema_evolve.steps";
    public const string Migration = "schema_evolve.migration.id";
    public const string MigrationName = "schema_evolve.migration.name";
    public const string MigrationState = "schema_evolve.migration.state";
    public const string Scope = "schema_evolve.migration.scope";
    public const string Owner = "schema_evolve.migration.owner";
    public const string Phase = "schema_evolve.phase";
    public const string Step = "schema_evolve.step";
    public const string Rows = "schema_evolve.rows";
    public const string RowsWritten = "schema_evolve.rows.written";
    public const string RowsQuarantined = "schema_evolve.rows.quarantined";
    public const string Attempt = "schema_evolve.attempt";
    public const string Blockers = "schema_evolve.blockers";
    public const string Holder = "schema_evolve.lock.holder";
    public const string GateState = "schema_evolve.gate.state";
    public const string ContractState = "schema_evolve.contract.state";
    public const string Reason = "schema_evolve.reason";
}
