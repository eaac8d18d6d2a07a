using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Lets the database keep the same values in two tables equal, whichever of them a statement writes.</summary>
/// <param name="Mirror">The two columns, and how their rows are paired.</param>
public sealed record AddMirror(Mirror Mirror) : Change
{
    public override string Description => $"Keep {Mirror.From} and {Mirror.To} equal";

    public override ValueList<QualifiedName> Tables => [Mirror.From.Table, Mirror.To.Table];

    public override Catalog Apply(Catalog before)
    {
        foreach (var side in new[] { Mirror.From, Mirror.To })
        {
            var table = before[side.Table];
            Fit.Columns(table, [side.Column, .. side.Key], $"mirror {Mirror.Name.Name}");
            if (table.DualWrites.FirstOrDefault(sync => side.Key.Append(side.Column).Any(sync.Mentions)) is { } sync)
            {
                throw new CatalogException($"The rows of {side.Table} are still brought in step by {sync.Name}, which needs {side.Column} or the key by which it is found. Contract that first, and do this in a migration that comes with a later release.");
            }

            Dependents.RefuseMirrored(before, side.Table, side.Column);
        }

        return before with { Mirrors = before.Mirrors.Add(Mirror) };
    }

    public override Change Invert(Catalog before) => new DropMirror(Mirror);

    public override bool IsMadeIn(Catalog catalog) => catalog.Mirrors.Contains(Mirror.Name);

    private protected override void Write(Canon canon) => canon.Put("mirror", Mirror);
}
