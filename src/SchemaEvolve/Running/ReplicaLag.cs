namespace SchemaEvolve.Running;

/// <summary>Tells how far the slowest replica is behind, also of one that stands still: such a one measures nothing.</summary>
/// <param name="clock">The clock by which its time is taken.</param>
internal sealed class ReplicaLag(TimeProvider clock)
{
    private (long Place, long At)? _mark;

    /// <summary>Learns how far the database has come, and how far the replica has followed.</summary>
    /// <param name="written">How far the database has come.</param>
    /// <param name="followed">How far the replica has followed, or <see langword="null"/> if there is none.</param>
    /// <param name="took">How long it took the replica of late, as it says itself.</param>
    /// <returns>How long it is behind.</returns>
    public TimeSpan Learn(long written, long? followed, TimeSpan took)
    {
        if (followed is not { } there || there >= written)
        {
            _mark = null;
            return TimeSpan.Zero;
        }

        if (_mark is not { } mark || there >= mark.Place)
        {
            _mark = (written, clock.GetTimestamp());
            return took;
        }

        var waited = clock.GetElapsedTime(mark.At);
        return waited > took ? waited : took;
    }
}
