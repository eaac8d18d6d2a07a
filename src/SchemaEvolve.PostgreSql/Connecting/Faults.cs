using System.Data.Common;
using Npgsql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>Says what an error of PostgreSQL means, and what can be done about it.</summary>
/// <remarks>https://www.postgresql.org/docs/current/errcodes-appendix.html</remarks>
internal static class Faults
{
    // The driver puts this in place of a detail that may hold data, unless Include Error Detail is set.
    private const string Redacted = "Detail redacted";

    public static Fault Explain(DbException error) => error switch
    {
        PostgresException postgres => new(postgres.SqlState, Sentence(postgres.MessageText))
        {
            Detail = postgres.Detail is { } detail && !detail.StartsWith(Redacted, StringComparison.Ordinal) ? Sentence(detail) : null,
            Hint = Hint(postgres),
            IsTransient = IsTransient(postgres.SqlState),
            IsContention = postgres.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
            IsAboutRow = IsAboutRow(postgres.SqlState),
            Position = postgres.Position > 0 ? postgres.Position : null,
        },
        TableBusyException busy => new(busy.SqlState, busy.Message) { Blockers = [.. busy.Blockers.Select(blocker => blocker.ToString())] },
        NpgsqlException { IsTransient: var isTransient } => new(error.SqlState ?? PostgresErrorCodes.ConnectionException, Broken(error))
        {
            IsTransient = isTransient,
        },
        _ => new(error.SqlState ?? "unknown", error.Message),
    };

    public static bool IsTransient(string sqlState) => sqlState
        is PostgresErrorCodes.LockNotAvailable
        or PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.SerializationFailure
        or PostgresErrorCodes.AdminShutdown
        || sqlState.StartsWith("08", StringComparison.Ordinal);

    public static bool IsMissingTable(string sqlState) => sqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName;

    // What a conversion finds in a value, a rule in a row, and what a function raises.
    private static bool IsAboutRow(string sqlState) => sqlState[..2] is "22" or "23" or "P0";

    private static string Broken(DbException error) => Sentence($"{error.Message} {error.InnerException?.Message}".TrimEnd());

    private static string? Hint(PostgresException error) => (error.Hint, Ours(error)) switch
    {
        (null, var ours) => ours,
        (var theirs, null) => Sentence(theirs),
        var (theirs, ours) => $"{Sentence(theirs)} {ours}",
    };

    private static string? Ours(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable => "Someone else is using the table. The step is tried again; raise MaxStall if that never suffices.",
        PostgresErrorCodes.DeadlockDetected => "The application locks the same things in another order. The step is tried again.",
        PostgresErrorCodes.QueryCanceled => "Someone cancelled the statement, or statement_timeout of the role or the database is too short for a migration.",
        PostgresErrorCodes.AdminShutdown => "The server is shutting down, or someone ended this connection with pg_terminate_backend.",
        PostgresErrorCodes.InsufficientPrivilege =>
            "Only the owner of a table may change it. Let migrations run as the role that owns the tables, or make that role a member of it: GRANT owner TO migrator.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "Check Username and Password of the connection string, and pg_hba.conf of the server.",
        PostgresErrorCodes.InvalidCatalogName => "Migrations do not create the database itself: CREATE DATABASE first, or correct Database in the connection string.",
        PostgresErrorCodes.TooManyConnections => "All connections are taken. A migration needs one or two beside those of the application.",
        PostgresErrorCodes.CannotConnectNow => "The server is starting up or shutting down. Start again once it takes connections.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "The server is a standby, or the role, the database or the connection string sets default_transaction_read_only.",
        PostgresErrorCodes.InvalidSchemaName => "Create the schema first, or correct search_path of the role, the database or the connection string.",
        PostgresErrorCodes.UniqueViolation => "Rows have the same value where each must have its own. GROUP BY those columns HAVING count(*) > 1 finds them.",
        PostgresErrorCodes.ForeignKeyViolation => "Rows refer to rows that do not exist. Correct or delete them first.",
        PostgresErrorCodes.NotNullViolation => "Rows have no value where one is required. Give them one first, or give the column a default.",
        PostgresErrorCodes.CheckViolation => "Rows break the rule. Correct them first, or loosen the rule.",
        PostgresErrorCodes.DiskFull => "There is no space left on the server. A rewrite or an index build needs as much again as what it reads.",
        PostgresErrorCodes.DependentObjectsStillExist => "Views, functions or foreign keys still use it. Take them away first, in a migration of their own if need be.",
        _ => null,
    };

    private static string Sentence(string text) => text.Length == 0 || text[^1] is '.' or '!' or '?' ? text : $"{text}.";
}
