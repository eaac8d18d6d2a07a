namespace SchemaEvolve.Catalogs;

/// <summary>A rule that no two rows compare as true by all of some operators, such as two bookings of one room that overlap.</summary>
/// <param name="Name">The name of the constraint.</param>
/// <param name="Method">The kind of index that enforces it, such as <c>gist</c>.</param>
/// <param name="Elements">What is compared, and how.</param>
public sealed record Exclusion(Identifier Name, string Method, ValueList<ExclusionElement> Elements) : INamed, ICanonical
{
    QualifiedName INamed.Name => Name;

    /// <summary>Which rows the rule is about, or <see langword="null"/> for all.</summary>
    public Sql? Condition { get; init; }

    void ICanonical.Write(Canon canon) => canon
        .Put("name", Name)
        .Put("method", Method)
        .Put("elements", Elements)
        .Put("where", Condition);
}
