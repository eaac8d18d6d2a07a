using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Gives the database an extension that is installed on the server.</summary>
/// <param name="Name">The name.</param>
public sealed record CreateExtension(Identifier Name) : Change
{
    public override string Description => $"Create extension {Name}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before) => before with { Extensions = before.Extensions.Add(new(Name)) };

    public override Change Invert(Catalog before) => new DropExtension(Name);

    private protected override void Write(Canon canon) => canon.Put("name", Name);
}
