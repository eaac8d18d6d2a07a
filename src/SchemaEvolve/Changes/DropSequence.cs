using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops a sequence, and with it how far it had counted.</summary>
/// <param name="Name">The name.</param>
public sealed record DropSequence(QualifiedName Name) : Change
{
    public override string Description => $"Drop sequence {Name}";

    public override ValueList<QualifiedName> Tables => [];

    public override bool LosesData => true;

    public override Catalog Apply(Catalog before) => before with { Sequences = before.Sequences.Remove(Name) };

    public override bool IsMadeIn(Catalog catalog) => !catalog.Sequences.Contains(Name);

    public override Change Invert(Catalog before) => new CreateSequence(before.Sequences[Name]);

    private protected override void Write(Canon canon) => canon.Put("name", Name);
}
