using System.Collections.Concurrent;

namespace SchemaEvolve.Starter;

/// <summary>Counts the points at which a run can be cut off: behind each statement that a database was given, and in the middle of long ones.</summary>
/// <remarks>Between an answer and the next statement nothing happens to a database, so that behind the one is before the other.</remarks>
/// <param name="last">The point at which to stop, counted from 1, or 0 to go through all of them.</param>
internal sealed class Points(int last)
{
    private static readonly AsyncLocal<Points?> Run = new();

    private readonly ConcurrentQueue<int> _turns = new();
    private int _passed;

    /// <summary>The points of the run that asks, of which there may be several in a process.</summary>
    public static Points? OfThisRun
    {
        get => Run.Value;
        set => Run.Value = value;
    }

    /// <summary>Notes a point. At the last one it says so, and waits until it is told to go on.</summary>
    /// <param name="isTurn">Whether the database is in another state than at the point before, as far as it would survive, or in the middle of something.</param>
    public void Pass(bool isTurn)
    {
        var point = Interlocked.Increment(ref _passed);
        if (isTurn)
        {
            _turns.Enqueue(point);
        }

        if (point == last)
        {
            Console.WriteLine("point");
            Console.In.ReadToEnd();
        }
    }

    /// <summary>How many points there were, and which of them are turns.</summary>
    public override string ToString() => string.Join(' ', _turns.Prepend(_passed));
}
