using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>Stands for all that a start would look at, so that one query tells whether there is anything to do.</summary>
/// <remarks>
/// What waits for a gate is no part of it: time goes by without a stamp, and somebody else looks after that.
/// The layout of the journal is: whoever finds its own stamp knows that nothing is missing there.
/// </remarks>
internal static class Stamp
{
    /// <summary>A stamp that takes no more than the build of the migrations, or <see langword="null"/> if that does not tell what they are.</summary>
    /// <remarks>
    /// It is no hash, as the library for that takes longer to load than all the rest. Another build of the same migrations has another one.
    /// What they take from elsewhere, such as shared columns, is not seen before a start has something to do.
    /// </remarks>
    public static string? Sealed(MigrationSet migrations, MigratorOptions options) =>
        migrations.Seal is { } seal ? $"{Reach(options)} build {seal}" : null;

    /// <summary>A stamp over all that the migrations ask for.</summary>
    public static string Of(IEnumerable<RecordedMigration> migrations, MigratorOptions options) => Fingerprint.Of(string.Join('\n',
        [Reach(options), .. migrations.Select(migration => $"{migration.Id} {migration.Fingerprint}")]));

    /// <summary>All stamps of a database where there is nothing to do.</summary>
    public static IReadOnlyList<string> All(MigrationSet migrations, MigratorOptions options) =>
        Sealed(migrations, options) is { } quick ? [Of(migrations.Recorded, options), quick] : [Of(migrations.Recorded, options)];

    private static string Reach(MigratorOptions options) => $"layout {JournalVersion.CurrentLayout} " + options switch
    {
        { Contract: ContractPolicy.Immediately } => "contracted",
        { WhenToBackfill: Backfilling.Background } => "expanded",
        _ => "migrated",
    };
}
