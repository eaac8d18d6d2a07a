using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Adds a value to an enum type.</summary>
/// <remarks>Versions of the application that are running must not stumble over a value that they do not know.</remarks>
/// <param name="Enum">The type.</param>
/// <param name="Value">The value.</param>
/// <param name="Before">The value that it stands before in the sort order, or <see langword="null"/> if it comes last.</param>
public sealed record AddEnumValue(QualifiedName Enum, string Value, string? Before = null) : Change
{
    public override string Description => $"Add value {Value} to enum {Enum}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before) => before with { Enums = before.Enums.Replace(Enum, Add) };

    public override bool IsMadeIn(Catalog catalog) => catalog.Enums[Enum].Values.Contains(Value);

    public override Change Invert(Catalog before) => new DropEnumValue(Enum, Value);

    private protected override void Write(Canon canon) => canon.Put("enum", Enum).Put("value", Value).Put("before", Before);

    private EnumDefinition Add(EnumDefinition type)
    {
        if (type.Values.Contains(Value))
        {
            throw new CatalogException($"Enum {Enum} has the value {Value} already.");
        }

        var values = type.Values.ToList();
        values.Insert(Before is null ? values.Count : DropEnumValue.PlaceOf(Before, type), Value);
        return type with { Values = [.. values] };
    }
}
