namespace SchemaEvolve.Catalogs;

/// <summary>A counter that belongs to no column.</summary>
/// <param name="Name">The name.</param>
/// <param name="Start">The first number.</param>
/// <param name="Increment">The distance from one number to the next.</param>
public sealed record Sequence(QualifiedName Name, long Start = 1, long Increment = 1) : INamed, ICanonical
{
    void ICanonical.Write(Canon canon) => canon.Put("name", Name).Put("start", Start).Put("increment", Increment);
}
