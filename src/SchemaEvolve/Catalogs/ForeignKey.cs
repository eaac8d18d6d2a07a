namespace SchemaEvolve.Catalogs;

/// <summary>A rule that a row refers to a row that exists.</summary>
/// <param name="Name">The name of the constraint.</param>
/// <param name="Columns">The referring columns.</param>
/// <param name="References">The table referred to.</param>
/// <param name="To">The columns referred to, each paired with the referring column at its place.</param>
public sealed record ForeignKey(Identifier Name, ValueList<Identifier> Columns, QualifiedName References, ValueList<Identifier> To)
    : INamed, ICanonical
{
    QualifiedName INamed.Name => Name;

    /// <summary>What becomes of a row when the row it refers to is deleted.</summary>
    public ReferentialAction OnDelete { get; init; }

    /// <summary>What becomes of a row when the row it refers to changes its key.</summary>
    public ReferentialAction OnUpdate { get; init; }

    /// <summary>When the rule is checked.</summary>
    public Deferral Deferral { get; init; }

    /// <summary>Whether the rows that were there before are known to meet it.</summary>
    public bool IsValidated { get; init; } = true;

    void ICanonical.Write(Canon canon) => canon
        .Put("name", Name)
        .Put("columns", Columns)
        .Put("references", References)
        .Put("to", To)
        .Put("on-delete", OnDelete)
        .Put("on-update", OnUpdate)
        .Put("deferral", Deferral);
}
