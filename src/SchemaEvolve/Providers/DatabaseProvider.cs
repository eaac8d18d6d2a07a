namespace SchemaEvolve.Providers;

/// <summary>A database that migrations run on: a value made of small parts, each of which a provider package writes.</summary>
/// <param name="Engine">The name of the database, as <see cref="Sql.For"/> takes it.</param>
/// <param name="Dialect">Says changes in SQL.</param>
/// <param name="Inspector">Reads the live catalog.</param>
/// <param name="Lock">Lets one process at a time migrate.</param>
/// <param name="Journal">Remembers what has been done.</param>
/// <param name="Backfills">Remembers how far backfills have come.</param>
/// <param name="Registry">Remembers who runs on it, and who has approved.</param>
/// <param name="Connections">Opens connections and begins transactions.</param>
/// <param name="Shell">Runs plans as scripts.</param>
public sealed record DatabaseProvider(
    string Engine,
    IDialect Dialect,
    IInspector Inspector,
    IMigrationLock Lock,
    IJournal Journal,
    IBackfills Backfills,
    IRegistry Registry,
    IConnections Connections,
    IShell Shell);
