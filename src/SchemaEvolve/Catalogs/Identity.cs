namespace SchemaEvolve.Catalogs;

/// <summary>How the database numbers the rows of a table.</summary>
/// <param name="IsAlways">Whether a row that brings a number of its own is refused.</param>
/// <param name="Start">The first number.</param>
/// <param name="Increment">The distance from one number to the next.</param>
public sealed record Identity(bool IsAlways = false, long Start = 1, long Increment = 1) : ICanonical
{
    void ICanonical.Write(Canon canon) => canon.Put("always", IsAlways).Put("start", Start).Put("increment", Increment);
}
