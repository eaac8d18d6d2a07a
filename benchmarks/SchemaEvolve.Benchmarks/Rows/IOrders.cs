namespace SchemaEvolve.Benchmarks.Rows;

/// <summary>A database system that has orders to copy.</summary>
internal interface IOrders : IAsyncDisposable
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The paces at which its backfills can go.</summary>
    IReadOnlyList<Pace> Paces { get; }

    /// <summary>The statement that packs the table, as if it had just been filled.</summary>
    string Pack { get; }

    /// <summary>The least by which a trigger keeps a second column in step: one direction, and nothing is asked.</summary>
    string BareTrigger { get; }

    /// <summary>A copy of the orders, which nobody has touched yet.</summary>
    Task<Ground> CopyAsync();
}
