namespace SchemaEvolve.Catalogs;

/// <summary>A condition that every row of a table meets.</summary>
/// <param name="Name">The name of the constraint.</param>
/// <param name="Condition">The condition, over the columns of the table.</param>
public sealed record Check(Identifier Name, Sql Condition) : INamed, ICanonical
{
    QualifiedName INamed.Name => Name;

    /// <summary>Whether the rows that were there before are known to meet it.</summary>
    public bool IsValidated { get; init; } = true;

    void ICanonical.Write(Canon canon) => canon.Put("name", Name).Put("condition", Condition);
}
