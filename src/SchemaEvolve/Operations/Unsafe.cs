using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Operations;

/// <summary>An operation that is done in place and at once, whatever it does to the version of the application that is running.</summary>
/// <param name="Reason">Why that is acceptable.</param>
/// <param name="Of">The operation.</param>
public sealed record Unsafe(string Reason, Operation Of) : Operation
{
    public override string Description => $"{Of.Description} (unsafe: {Reason})";

    public override ValueList<QualifiedName> Tables => Of.Tables;

    public override bool IsOpaque => Of.IsOpaque;

    internal override ValueList<QualifiedName> TablesIn(Catalog catalog) => Of.TablesIn(catalog);

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        var alone = Of.EvolveAlone(before);

        return new() { Expand = [.. alone.Expand, .. alone.Migrate, .. alone.Contract] };
    }

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept) => Of.Reverse(before, now, kept);

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => Of.ReverseAlone(before, now, kept);

    private protected override void Write(Canon canon) => canon.Put("reason", Reason).Put("of", Of.GetType().Name).Put("operation", Of);
}
