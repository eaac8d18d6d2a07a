using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Gives a value of an enum type another name, in all rows at once.</summary>
/// <param name="Enum">The type.</param>
/// <param name="From">The name before.</param>
/// <param name="To">The name after.</param>
public sealed record RenameEnumValue(QualifiedName Enum, string From, string To) : Change
{
    public override string Description => $"Rename value {From} of enum {Enum} to {To}";

    public override ValueList<QualifiedName> Tables => [];

    public override Catalog Apply(Catalog before) => before with
    {
        Enums = before.Enums.Replace(Enum, type =>
        {
            _ = DropEnumValue.PlaceOf(From, type);
            return type.Values.Contains(To)
                ? throw new CatalogException($"Enum {Enum} has the value {To} already.")
                : type with { Values = [.. type.Values.Select(value => value == From ? To : value)] };
        }),
        Tables = before.Tables.Select(table => table with { Columns = table.Columns.Select(RenameDefault) }),
    };

    public override Change Invert(Catalog before) => new RenameEnumValue(Enum, To, From);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("enum", Enum).Put("from", From).Put("to", To);

    private Column RenameDefault(Column column) => column.Type is EnumType { Of: var type } && type == Enum && Sql.Literal(From).Equals(column.Default)
        ? column with { Default = Sql.Literal(To) }
        : column;
}
