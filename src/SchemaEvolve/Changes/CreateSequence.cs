using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Creates a sequence.</summary>
/// <param name="Sequence">The sequence.</param>
public sealed record CreateSequence(Sequence Sequence) : Change
{
    public override string Description => $"Create sequence {Sequence.Name}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before) => before with { Sequences = before.Sequences.Add(Sequence) };

    public override Change Invert(Catalog before) => new DropSequence(Sequence.Name);

    private protected override void Write(Canon canon) => canon.Put("sequence", Sequence);
}
