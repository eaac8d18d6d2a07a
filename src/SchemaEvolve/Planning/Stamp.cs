using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>Stands for all that a start would look at, so that one query tells whether there is anything to do.</summary>
/// <remarks>
/// What waits for a gate is no part of it: time goes by without a stamp, and somebody else looks after that.
/// The layout of the journal is: whoever finds its own stamp knows that nothing is missing there.
/// </remarks>
internal static class Stamp
{
    public static string Of(IEnumerable<RecordedMigration> migrations, MigratorOptions options) => Fingerprint.Of(string.Join('\n',
    [
        $"layout {JournalVersion.Current.Layout}",
        options switch
        {
            { Contract: ContractPolicy.Immediately } => "contracted",
            { WhenToBackfill: Backfilling.Background } => "expanded",
            _ => "migrated",
        },
        .. migrations.Select(migration => $"{migration.Id} {migration.Fingerprint}"),
    ]));
}
