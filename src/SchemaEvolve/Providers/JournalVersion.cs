using System.Globalization;
using System.Reflection;

namespace SchemaEvolve.Providers;

/// <summary>How the tables of a journal are made, and which release has made them so.</summary>
/// <remarks>Two releases share a journal while one takes over from the other, so whatever the older one can ignore is a matter of the layout.</remarks>
/// <param name="Format">What one has to know to read the tables rightly. A release refuses a newer format than its own.</param>
/// <param name="Layout">Which tables and columns there are. A release adds those that it misses, and does not mind those that it does not know.</param>
/// <param name="Release">The release.</param>
public sealed record JournalVersion(int Format, int Layout, string Release)
{
    // Each start asks for it, and the release is not worth reading for that.
    internal const int CurrentLayout = 2;

    /// <summary>How this release makes them.</summary>
    public static JournalVersion Current { get; } = new(Format: 1, CurrentLayout, ReleaseOf(typeof(JournalVersion).Assembly));

    /// <summary>How the first release made them, which did not write it down.</summary>
    public static JournalVersion First { get; } = new(Format: 1, Layout: 1, "0.1.0");

    /// <summary>Whether something is missing that this release needs.</summary>
    public bool IsOutdated => Layout < CurrentLayout;

    /// <summary>Complains if this release cannot read the tables.</summary>
    /// <exception cref="MigrationHistoryException">They were made by a newer release.</exception>
    public void RefuseNewer()
    {
        if (Format > Current.Format)
        {
            throw new MigrationHistoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"The journal of this database has format {Format}, made by SchemaEvolve {Release}. This is SchemaEvolve {Current.Release}, which knows format {Current.Format}. Use SchemaEvolve {Release} or a later release."));
        }
    }

    /// <summary>What the timeline says when this release has added to the tables.</summary>
    public string DescribeUpgrade() => string.Create(
        CultureInfo.InvariantCulture,
        $"The journal got the tables of SchemaEvolve {Current.Release} (layout {Current.Layout}) beside those of {Release} (layout {Layout}).");

    // What follows the plus sign names the commit, and says nothing to whoever looks for a release.
    private static string ReleaseOf(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
