namespace SchemaEvolve.Running;

/// <summary>How many rows a batch takes: as many as fit into the time that it may last.</summary>
internal sealed class BatchSize(TimeSpan target, int most)
{
    private const int First = 100;
    private const long Growth = 4;

    /// <summary>The rows of the next batch.</summary>
    public int Rows { get; private set; } = Math.Min(First, most);

    /// <summary>Learns from a batch. It takes a few batches to grow or shrink, so that one that was slow by chance does little.</summary>
    /// <remarks>The batch after it is chosen already, so it may grow fast.</remarks>
    public void Learn(int rows, TimeSpan took)
    {
        var fits = rows * (target / TimeSpan.FromTicks(Math.Max(took.Ticks, 1)));
        Rows = (int)Math.Clamp(fits, Math.Max(rows / 2, 1), Math.Clamp(rows * Growth, 1, most));
    }

    /// <summary>Takes half of the rows of a batch that failed, down to the one that is to blame.</summary>
    public void Halve(int rows) => Rows = Math.Max(rows / 2, 1);
}
