namespace QuickStart;

internal sealed class Customer
{
    public required string Name { get; init; }

    public required string Email { get; init; }

    public required string Phone { get; init; }

    public required string Country { get; init; }
}
