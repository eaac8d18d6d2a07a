using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>No longer keeps the same values in two tables equal.</summary>
/// <param name="Mirror">The two columns.</param>
public sealed record DropMirror(Mirror Mirror) : Change
{
    public override string Description => $"No longer keep {Mirror.From} and {Mirror.To} equal";

    public override ValueList<QualifiedName> Tables => [Mirror.From.Table, Mirror.To.Table];

    public override Catalog Apply(Catalog before) => before with { Mirrors = before.Mirrors.Remove(Mirror.Name) };

    public override Change Invert(Catalog before) => new AddMirror(before.Mirrors[Mirror.Name]);

    public override bool IsMadeIn(Catalog catalog) => !catalog.Mirrors.Contains(Mirror.Name);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("mirror", Mirror);
}
