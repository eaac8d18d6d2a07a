namespace QuickStart;

internal sealed class BestSeller
{
    public required string Name { get; init; }

    public required long Sold { get; init; }

    public required decimal Revenue { get; init; }
}
