using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Takes a value from an enum type. PostgreSQL cannot do that.</summary>
/// <param name="Enum">The type.</param>
/// <param name="Value">The value, which no row may have.</param>
public sealed record DropEnumValue(QualifiedName Enum, string Value) : Change
{
    public override string Description => $"Drop value {Value} from enum {Enum}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before) => before with
    {
        Enums = before.Enums.Replace(Enum, type =>
        {
            _ = PlaceOf(Value, type);
            return type with { Values = [.. type.Values.Where(value => value != Value)] };
        }),
    };

    public override Change Invert(Catalog before)
    {
        var type = before.Enums[Enum];

        return new AddEnumValue(Enum, Value, type.Values.ElementAtOrDefault(PlaceOf(Value, type) + 1));
    }

    internal static int PlaceOf(string value, EnumDefinition type) => type.Values.ToList().IndexOf(value) is >= 0 and var place
        ? place
        : throw new CatalogException($"Enum {type.Name} has no value {value}. There is: {string.Join(", ", type.Values)}.");

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("enum", Enum).Put("value", Value);
}
