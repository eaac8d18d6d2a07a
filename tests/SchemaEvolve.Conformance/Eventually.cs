using System.Diagnostics;

namespace SchemaEvolve.Conformance;

/// <summary>Waits for what another process or connection is about to do.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task BeAsync(Func<Task<bool>> isSo)
    {
        var waited = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException($"It has not come true within {Patience.TotalSeconds} s.");
            }

            await Task.Yield();
        }
    }
}
