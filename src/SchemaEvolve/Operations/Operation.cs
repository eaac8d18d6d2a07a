using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Operations;

/// <summary>What a migration asks for, before it is split into the phases of its life.</summary>
public abstract record Operation : ICanonical
{
    private protected Operation()
    {
    }

    /// <summary>What is done, as a short sentence without a full stop, such as <c>Add column email to customers</c>.</summary>
    public abstract string Description { get; }

    /// <summary>The tables that it reads or changes, as far as can be told.</summary>
    public abstract ValueList<QualifiedName> Tables { get; }

    /// <summary>The tables that it reads or changes in a catalog, where that tells more of them.</summary>
    internal virtual ValueList<QualifiedName> TablesIn(Catalog catalog) => Tables;

    /// <summary>Whether only its author knows what it does, as with raw SQL and C#.</summary>
    public virtual bool IsOpaque => false;

    /// <summary>The changes that carry this operation out, by phase, while old and new versions of the application run side by side.</summary>
    /// <remarks>It remembers nothing: the changes of a phase are the same whether they are asked for long before it or just before it.</remarks>
    /// <param name="before">The catalog before the phase that is asked for.</param>
    /// <param name="tombstones">What becomes of the things that it takes away.</param>
    /// <exception cref="CatalogException">The operation does not fit the catalog.</exception>
    public abstract Evolution Evolve(Catalog before, Tombstones tombstones);

    /// <summary>The changes that carry this operation out at once, by phase, where nobody else uses the database.</summary>
    /// <exception cref="CatalogException">The operation does not fit the catalog.</exception>
    public virtual Evolution EvolveAlone(Catalog before) => Evolve(before, Tombstones.None);

    /// <summary>The changes that take this operation back once it is complete, by phase, while old and new versions of the application run side by side.</summary>
    /// <param name="before">The catalog before the operation, as far as it matters to it.</param>
    /// <param name="now">The catalog before the phase that is asked for.</param>
    /// <param name="kept">The names under which the things that it took away are kept, if they still are.</param>
    /// <exception cref="CatalogException">There is no way back in the catalog.</exception>
    public virtual Evolution Reverse(Catalog before, Catalog now, Tombstones kept)
    {
        var alone = EvolveAlone(before);
        Change[] changes = [.. alone.Expand, .. alone.Migrate, .. alone.Contract];
        Change[] undo = [.. Evolution.Inverses(before, changes)];

        return Evolution.In(IsFreeOfRules(before.After(changes), undo) ? Phase.Expand : Phase.Contract, undo);
    }

    /// <summary>The changes that take this operation back at once, by phase, where nobody else uses the database.</summary>
    /// <param name="before">The catalog before the operation, as far as it matters to it.</param>
    /// <param name="now">The catalog before the phase that is asked for.</param>
    /// <param name="kept">The names under which the things that it took away are kept, if they still are.</param>
    /// <exception cref="CatalogException">There is no way back in the catalog.</exception>
    public virtual Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => Reverse(before, now, kept);

    public sealed override string ToString() => Description;

    void ICanonical.Write(Canon canon) => Write(canon);

    private protected abstract void Write(Canon canon);

    // A rule that comes back would stop the new version from writing what it may write.
    private static bool IsFreeOfRules(Catalog after, IEnumerable<Change> undo)
    {
        foreach (var change in undo)
        {
            if (change.IsOpaque || RowWork.LooksAtRows(change) || change.Evolve(after, Tombstones.None).Expand.Count == 0)
            {
                return false;
            }

            after = change.Apply(after);
        }

        return true;
    }
}
