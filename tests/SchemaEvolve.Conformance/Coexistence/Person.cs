namespace SchemaEvolve.Conformance.Coexistence;

/// <summary>A row as both editions of the application understand it. All of it follows from one number, so that any reader can tell whether it is whole.</summary>
/// <param name="Id">The key.</param>
/// <param name="Seed">The number.</param>
public sealed record Person(long Id, long Seed)
{
    public string FirstName => $"First{Seed}";

    public string LastName => $"Last{Seed}";

    public string Name => $"{FirstName} {LastName}";

    public string Phone => $"+{Seed}";

    public long Points => Seed % 1000;

    public string Fax => $"f{Seed}";

    public string City => $"C{Seed}";
}
