using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>In what a live catalog differs from the one that the migrations that have run promise.</summary>
internal sealed class Differences
{
    // What SchemaEvolve itself keeps in tables for a while.
    private const string Working = "_se_";

    private readonly ValueList<Mismatch> _drifted;
    private readonly Dictionary<string, string> _promises;
    private readonly string _engine;

    private Differences(ValueList<Mismatch> drifted, Dictionary<string, string> promises, string engine) => (_drifted, _promises, _engine) = (drifted, promises, engine);

    /// <summary>The expressions that are there in other words than promised. They may yet say the same.</summary>
    public ValueList<Wording> Wordings => [.. _drifted.SelectMany(mismatch => mismatch.WordingsIn(_engine))];

    /// <summary>Finds the differences. Where not all that has run is known as it ran, nobody can tell, and there are none.</summary>
    public static Differences Find(IReadOnlyList<RecordedMigration> migrations, History history, Catalog live, string engine)
    {
        var known = migrations.ToDictionary(migration => migration.Id);
        if (history.Migrations.Any(entry => entry.HasRun && known.GetValueOrDefault(entry.Id)?.Fingerprint != entry.Fingerprint))
        {
            return new([], [], engine);
        }

        (RecordedMigration Migration, MigrationEntry Entry)[] told =
            [.. history.Migrations.Where(entry => known.ContainsKey(entry.Id)).Select(entry => (known[entry.Id], entry))];
        var past = new Past(live);
        foreach (var (migration, entry) in told)
        {
            past.Recall(migration, entry);
            foreach (var operation in Unclear(migration, entry))
            {
                past.Doubt(operation);
            }
        }

        Operation[] operations = [.. told.SelectMany(one => one.Migration.Operations)];
        RunSql[] raw = [.. operations.Select(Core).OfType<RunSql>()];
        var mentioned = operations.SelectMany(Named).ToHashSet();
        ValueList<Mismatch> drifted = [.. Outline.CompareInWords(past.Catalog, live, engine).Where(IsDrift)];

        return new(drifted, drifted.Count == 0 ? [] : Promises(told, live, drifted), engine);

        bool IsDrift(Mismatch mismatch) => mismatch.Thing is var thing
            && !(thing.Table is { } table && past.Doubts(table))
            && !thing.Name.Value.StartsWith(Working, StringComparison.Ordinal)
            && !raw.Any(sql => Speaks(sql, thing.Name))
            && (mismatch.Promised is not null || IsIntruder(thing));

        // What stands beside the tables of the migrations, others may have put there.
        bool IsIntruder(Thing thing) => thing.Table is { } table
            && mentioned.Contains(table)
            && !thing.IsMachinery
            && !raw.Any(sql => Speaks(sql, table.Name));
    }

    /// <summary>The differences in words.</summary>
    /// <param name="apart">Those of <see cref="Wordings"/> that do not say the same.</param>
    public ValueList<Difference> Tell(IReadOnlyCollection<Wording> apart) =>
        [.. _drifted.Where(mismatch => mismatch.IsReal(apart, _engine)).Select(Describe)];

    // A step that was cut off, or is being taken back, has made what it was to make, or not.
    private static IEnumerable<Operation> Unclear(RecordedMigration migration, MigrationEntry entry) =>
        entry.State is MigrationState.RollingBack or MigrationState.Reopened
            ? migration.Operations
            : entry.Steps
                .Where(step => step.State is StepState.Running or StepState.Failed && step.Number < migration.Operations.Count)
                .Select(step => migration.Operations[step.Number]);

    private static Operation Core(Operation operation) => operation is Unsafe { Of: var of } ? of : operation;

    private static IEnumerable<QualifiedName> Named(Operation operation) => Core(operation) switch
    {
        CreateTable create => [create.Table.Name],
        RenameTable rename => [rename.From, rename.From.Sibling(rename.To)],
        var other => other.Tables,
    };

    // What raw SQL does to the things that it names, only its author knows; names may stand in the text of a function too.
    private static bool Speaks(RunSql sql, Identifier name) =>
        sql.Up.Names.Contains(name) || sql.Up.Texts.Any(text => text.Contains(name.Value, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, string> Promises(
        IEnumerable<(RecordedMigration Migration, MigrationEntry Entry)> told,
        Catalog live,
        IReadOnlyList<Mismatch> drifted)
    {
        var tables = drifted.Select(mismatch => mismatch.Thing.Table).ToHashSet();
        var labels = drifted.Select(mismatch => mismatch.Thing.Label).ToHashSet();
        var past = new Past(live);
        var promises = new Dictionary<string, string>();
        Dictionary<string, Thing> before = [];
        foreach (var (migration, entry) in told)
        {
            past.Recall(migration, entry);
            var after = Outline.Of(past.Catalog with { Tables = [.. past.Catalog.Tables.Where(table => tables.Contains(table.Name))] })
                .Where(thing => labels.Contains(thing.Label))
                .ToDictionary(thing => thing.Label);
            foreach (var (label, _) in after.Where(one => !one.Value.Equals(before.GetValueOrDefault(one.Key))))
            {
                promises[label] = migration.Label;
            }

            before = after;
        }

        return promises;
    }

    private Difference Describe(Mismatch mismatch)
    {
        var label = mismatch.Thing.Label;
        var migration = _promises.GetValueOrDefault(label);
        var words = $"{char.ToUpperInvariant(label[0])}{label[1..]}";

        return new(label, (mismatch.Promised, mismatch.Found) switch
        {
            (_, null) => $"{words} is not in the database, though migration {migration} promises it.",
            (null, _) => $"{words} is in the database, though no migration promises it.",
            var (promised, found) => $"{words} is “{found.WordsBeside(promised, _engine)}” in the database, though migration {migration} promises “{promised.WordsBeside(promised, _engine)}”.",
        });
    }
}
