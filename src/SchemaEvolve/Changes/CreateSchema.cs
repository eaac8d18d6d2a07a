using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Creates a schema.</summary>
/// <param name="Name">The name.</param>
public sealed record CreateSchema(Identifier Name) : Change
{
    public override string Description => $"Create schema {Name}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before) => before with { Schemas = before.Schemas.Add(new(Name)) };

    public override Change Invert(Catalog before) => new DropSchema(Name);

    private protected override void Write(Canon canon) => canon.Put("name", Name);
}
