namespace SchemaEvolve.DependencyInjection;

/// <summary>All databases of the application, in the order of their registration.</summary>
internal sealed class MigratedDatabases(IEnumerable<MigratedDatabase> databases, IServiceProvider services)
{
    private readonly MigratedDatabase[] _databases = [.. databases];

    /// <summary>Migrates one database after the other, if all registrations are right.</summary>
    public async Task<IReadOnlyList<MigrationReport>> MigrateAsync(Func<MigratedDatabase, bool> which, CancellationToken cancellationToken)
    {
        Check();

        // All of them, so that whoever migrates by hand hears now of a database that cannot be told, and not when there is work to do.
        (MigratedDatabase Database, Migrator Migrator)[] migrators = [.. _databases.Select(database => (database, database.MigratorIn(services)))];
        var reports = new List<MigrationReport>();
        foreach (var (_, migrator) in migrators.Where(one => which(one.Database)))
        {
            reports.Add(await migrator.MigrateAsync(cancellationToken));
        }

        return reports;
    }

    /// <summary>Does what falls due in any of them, until it is cancelled.</summary>
    public Task KeepWorkingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_databases.Select(database => database.MigratorIn(services).KeepWorkingAsync(cancellationToken)));

    private void Check()
    {
        var twice = _databases.CountBy(database => database.Call).FirstOrDefault(call => call.Value > 1).Key;
        if (twice is not null)
        {
            throw new InvalidOperationException(
                $"{twice} is called twice. A database is registered once; give each further one a key of its own: AddSchemaEvolve(\"reports\", …).");
        }

        if (_databases.Select(database => database.Mistake).FirstOrDefault(mistake => mistake is not null) is { } mistake)
        {
            throw new InvalidOperationException(mistake);
        }
    }
}
