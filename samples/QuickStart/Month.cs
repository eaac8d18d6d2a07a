namespace QuickStart;

internal sealed class Month
{
    public required string Name { get; init; }

    public required long Orders { get; init; }

    public required decimal Revenue { get; init; }
}
