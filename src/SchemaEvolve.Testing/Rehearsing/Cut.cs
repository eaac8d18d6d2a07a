using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>Ends a run at one of its points: before and after each statement that stands alone, and each transaction, and perhaps between the statements of one.</summary>
/// <param name="isWithin">Whether there are points within a transaction, whose statements are sent one by one for that.</param>
/// <param name="at">The point, counted from 1, or 0 to go through all of them.</param>
/// <param name="end">Ends the run.</param>
internal sealed class Cut(bool isWithin, int at, Action end)
{
    private const int Shown = 120;

    private readonly List<string> _points = [];

    /// <summary>Only counts.</summary>
    public Cut(bool isWithin)
        : this(isWithin, 0, () => { })
    {
    }

    /// <summary>Whether there are points within a transaction.</summary>
    public bool IsWithin => isWithin;

    /// <summary>The points that the run has passed, in words.</summary>
    public IReadOnlyList<string> Points => _points;

    /// <summary>Whether the run was ended.</summary>
    public bool IsMade { get; private set; }

    /// <summary>A database on which a run passes the points.</summary>
    public DatabaseProvider Over(DatabaseProvider provider) => provider with
    {
        Connections = new CutConnections(provider.Connections, this, provider.Engine),
        Journal = new CutJournal(provider.Journal, this),
        Backfills = new CutBackfills(provider.Backfills, this),
    };

    public void Pass(string moment, string what)
    {
        var line = string.Join(' ', what.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        _points.Add($"{moment} {(line.Length > Shown ? $"{line[..Shown]}…" : line)}");
        if (_points.Count == at)
        {
            IsMade = true;
            end();
        }
    }
}
