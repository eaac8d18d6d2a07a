namespace SchemaEvolve.Catalogs;

/// <summary>A rule that no two rows have the same values in some columns.</summary>
/// <param name="Name">The name of the constraint.</param>
/// <param name="Columns">The columns, in order.</param>
public sealed record Unique(Identifier Name, ValueList<Identifier> Columns) : INamed, ICanonical
{
    QualifiedName INamed.Name => Name;

    /// <summary>When the rule is checked.</summary>
    public Deferral Deferral { get; init; }

    /// <summary>Whether two rows with <c>NULL</c> count as different. They do unless the migration says otherwise.</summary>
    public bool AreNullsDistinct { get; init; } = true;

    void ICanonical.Write(Canon canon) => canon
        .Put("name", Name)
        .Put("columns", Columns)
        .Put("deferral", Deferral)
        .Put("nulls-not-distinct", !AreNullsDistinct);
}
