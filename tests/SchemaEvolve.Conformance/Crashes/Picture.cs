using System.Text.RegularExpressions;
using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance.Crashes;

/// <summary>All that can be told apart of a database: its catalog, its rows, its journal, and whatever else is in it.</summary>
public sealed partial record Picture(Catalog Catalog, IReadOnlyList<string> Rows, IReadOnlyList<string> Journal, IReadOnlyList<string> Objects)
{
    /// <summary>A database as it is.</summary>
    /// <param name="database">The database.</param>
    /// <param name="isExact">Whether all values count, or not those that no second run gives a row again: the time, and a number of a sequence.</param>
    public static async Task<Picture> OfAsync(TestDatabase database, bool isExact)
    {
        var catalog = await database.InspectAsync();
        var history = await database.HistoryAsync();
        await using var connection = await database.OpenAsync();
        var rows = new List<string>();
        foreach (var table in catalog.Tables)
        {
            rows.AddRange((await TestDatabase.RowsAsync(connection, table.Name.Name.Value)).Select(row => $"{table.Name}: {(isExact ? row : Unique().Replace(row, ""))}"));
        }

        return new(catalog, [.. rows.Order(StringComparer.Ordinal)], [.. history.Migrations.Select(Told)], [.. await connection.QueryAsync<string>(database.Provider.Engine == Engines.Sqlite
            ? "SELECT type || ' ' || name FROM sqlite_schema ORDER BY 1"
            : """
            SELECT concat_ws(' ', relkind, relname) FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'schema_evolve'::regnamespace)
            UNION ALL
            SELECT concat_ws(' ', 'function', proname) FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, 'schema_evolve'::regnamespace)
            UNION ALL
            SELECT concat_ws(' ', 'trigger', tgname) FROM pg_trigger WHERE NOT tgisinternal
            ORDER BY 1
            """)]);
    }

    /// <summary>Says in what it differs, if it does.</summary>
    public void ShouldBe(Picture other, string because)
    {
        Journal.Should().Equal(other.Journal, because);
        Objects.Should().Equal(other.Objects, because);
        Rows.Should().Equal(other.Rows, because);
        Catalog.Should().Be(other.Catalog, because);
    }

    [GeneratedRegex(@"\b(id|\w+_id|joined_at)=[^,]*")]
    private static partial Regex Unique();

    // When it ran is another matter.
    private static string Told(MigrationEntry entry) =>
        $"{entry.Label} is {entry.State}: {string.Join(", ", entry.Steps.Select(step => $"{step.Phase} {step.Number} {step.State}"))}";
}
