namespace SchemaEvolve.Planning;

/// <summary>Stands for all that a start would look at, so that one query tells whether there is anything to do.</summary>
internal static class Stamp
{
    public static string Of(IEnumerable<RecordedMigration> migrations, bool contracts) => Fingerprint.Of(string.Join('\n',
    [
        contracts ? "contracted" : "expanded",
        .. migrations.Select(migration => $"{migration.Id} {migration.Fingerprint}"),
    ]));
}
