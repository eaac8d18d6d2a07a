using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>A change within one table.</summary>
/// <param name="Table">The table.</param>
public abstract record TableChange(QualifiedName Table) : Change
{
    public override ValueList<QualifiedName> Tables => [Table];

    /// <summary>The table after this change.</summary>
    public abstract Table Apply(Table before);

    /// <summary>The change that leads back to <paramref name="before"/>.</summary>
    public abstract Change Invert(Table before);

    public sealed override Catalog Apply(Catalog before)
    {
        try
        {
            Examine(before);
            return before.Alter(Table, Apply);
        }
        catch (CatalogException misfit) when (before.Tables.Contains(Table))
        {
            throw new CatalogException($"In table {Table}: {misfit.Message}");
        }
    }

    public sealed override Change Invert(Catalog before) => Invert(before[Table]);

    /// <summary>Looks at the rest of the schema, where the table alone does not tell whether the change fits.</summary>
    private protected virtual void Examine(Catalog before)
    {
    }
}
