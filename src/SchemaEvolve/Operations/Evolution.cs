using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>The life of an operation: what it adds, what it moves, what it takes away at the end, and what is forgotten long after.</summary>
public sealed record Evolution
{
    /// <summary>Nothing to do: the schema is already as the operation asks.</summary>
    public static Evolution None { get; } = new();

    /// <summary>Changes that old and new versions of the application both live with.</summary>
    public ValueList<Change> Expand { get; init; } = [];

    /// <summary>Rows to bring up to date while both versions run, and what can only be built on them.</summary>
    public ValueList<Change> Migrate { get; init; } = [];

    /// <summary>Changes that only the new version lives with.</summary>
    public ValueList<Change> Contract { get; init; } = [];

    /// <summary>What was kept for a while in case the old version came back.</summary>
    public ValueList<Change> Purge { get; init; } = [];

    /// <summary>The changes of one phase.</summary>
    public ValueList<Change> this[Phase phase] => phase switch
    {
        Phase.Expand => Expand,
        Phase.Migrate => Migrate,
        Phase.Contract => Contract,
        _ => Purge,
    };

    /// <summary>A life that is all in one phase.</summary>
    public static Evolution In(Phase phase, params ReadOnlySpan<Change> changes) => phase switch
    {
        Phase.Expand => new() { Expand = [.. changes] },
        Phase.Migrate => new() { Migrate = [.. changes] },
        Phase.Contract => new() { Contract = [.. changes] },
        _ => new() { Purge = [.. changes] },
    };

    /// <summary>The same changes, all of them in <see cref="Phase.Expand"/>.</summary>
    public Evolution AtOnce() => new() { Expand = [.. Expand, .. Migrate, .. Contract, .. Purge] };

    /// <summary>The changes that undo <see cref="Expand"/>, last first.</summary>
    public IEnumerable<Change> Rollback(Catalog before) => Inverses(before, Expand);

    /// <summary>The changes that undo the given ones, last first.</summary>
    internal static IEnumerable<Change> Inverses(Catalog before, IEnumerable<Change> changes)
    {
        var undo = new Stack<Change>();
        foreach (var change in changes)
        {
            undo.Push(change.Invert(before));
            before = change.Apply(before);
        }

        return undo.Where(IsWork);
    }

    /// <summary>Whether a change does anything: what only looks at rows, or may stay, leaves nothing to undo.</summary>
    internal static bool IsWork(Change change) => change is not (CheckRows or VerifyBackfill or RunSql { Up.IsEmpty: true });
}
