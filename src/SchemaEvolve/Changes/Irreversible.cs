using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Stands where a way back should be and is not, so that a rollback can list every obstacle before it touches anything.</summary>
/// <param name="Reason">Why there is no way back.</param>
public sealed record Irreversible(string Reason) : DataChange
{
    public override string Description => $"Cannot be undone: {Reason}";

    public override ValueList<QualifiedName> Tables => [];

    public override Change Invert(Catalog before) => this;

    private protected override void Write(Canon canon) => canon.Put("reason", Reason);
}
