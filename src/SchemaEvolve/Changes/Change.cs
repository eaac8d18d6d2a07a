using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>One change of a schema: a pure step from a catalog to the next, and the way back.</summary>
/// <remarks>
/// For every change and every catalog it fits, <c>change.Invert(before).Apply(change.Apply(before))</c> equals <c>before</c>.
/// What rows lose on the way is said by <see cref="LosesData"/>.
/// </remarks>
public abstract record Change : Operation
{
    private protected Change()
    {
    }

    /// <summary>Whether rows lose values that <see cref="Invert"/> cannot bring back.</summary>
    public virtual bool LosesData => false;

    /// <summary>The catalog after this change.</summary>
    /// <exception cref="CatalogException">The change does not fit the catalog.</exception>
    public abstract Catalog Apply(Catalog before);

    /// <summary>The change that leads back to <paramref name="before"/>.</summary>
    public abstract Change Invert(Catalog before);

    /// <summary>Whether the catalog shows that the change was made already. It is asked where a step was begun and then cut off.</summary>
    public virtual bool IsMadeIn(Catalog catalog) => false;

    /// <summary>What takes away the things that have helped the change along and are still there, because it was cut off.</summary>
    internal virtual IEnumerable<Change> Tidy(Catalog live) => [];

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => Evolution.In(PhaseOf(before), this);

    /// <summary>The phase in which the change is made: Contract for what takes away, Migrate for what touches rows, Expand for the rest.</summary>
    private protected virtual Phase PhaseOf(Catalog before) => LosesData ? Phase.Contract : Phase.Expand;
}
