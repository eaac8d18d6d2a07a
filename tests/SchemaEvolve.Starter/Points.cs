namespace SchemaEvolve.Starter;

/// <summary>Counts the points at which a run can be cut off: before and after each statement that a database is given.</summary>
/// <param name="last">The point at which to stop, counted from 1, or 0 to go through all of them.</param>
internal sealed class Points(int last)
{
    private int _passed;

    /// <summary>How many points there were.</summary>
    public int Passed => _passed;

    /// <summary>Notes a point. At the last one it says so, and waits until it is told to go on.</summary>
    public void Pass()
    {
        if (Interlocked.Increment(ref _passed) == last)
        {
            Console.WriteLine("point");
            Console.In.ReadLine();
        }
    }
}
