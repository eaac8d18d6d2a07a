using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>A change of rows, or something that only its author understands. As far as the catalog knows, the schema stays as it is.</summary>
public abstract record DataChange : Change
{
    private protected DataChange()
    {
    }

    public override Catalog Apply(Catalog before) => before;
}
