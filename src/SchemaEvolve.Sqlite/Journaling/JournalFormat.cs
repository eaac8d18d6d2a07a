using System.Globalization;
using System.Reflection;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>The format of the journal's tables, and the release that brought it.</summary>
internal static class JournalFormat
{
    private const int Known = 1;

    public static string Current { get; } = Known.ToString(CultureInfo.InvariantCulture);

    // What follows the plus sign names the commit, and says nothing to whoever looks for a release.
    public static string Release { get; } =
        typeof(JournalFormat).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void RefuseNewer(FormatRow meta)
    {
        if (int.Parse(meta.Format, CultureInfo.InvariantCulture) > Known)
        {
            throw new MigrationHistoryException(
                $"The journal of this database has format {meta.Format}, made by SchemaEvolve {meta.Release}. This is SchemaEvolve {Release}, which knows format {Current}. Use SchemaEvolve {meta.Release} or a later release.");
        }
    }
}
