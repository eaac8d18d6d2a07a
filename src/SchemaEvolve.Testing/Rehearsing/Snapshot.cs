using System.Data.Common;
using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>The schema and the rows of a database, without what SchemaEvolve keeps in them for a while.</summary>
/// <param name="Catalog">The schema.</param>
/// <param name="Rows">The rows of each table, with the columns in the order of their names.</param>
internal sealed record Snapshot(Catalog Catalog, IReadOnlyDictionary<QualifiedName, IReadOnlyList<Cell[]>> Rows)
{
    private const string Working = "_se_";
    private const int Shown = 3;

    public static async Task<Snapshot> TakeAsync(DatabaseProvider provider, CancellationToken cancellationToken)
    {
        await using var opened = await provider.Connections.OpenAsync(cancellationToken);
        await provider.Connections.LearnTypesAsync(opened.Connection, cancellationToken);
        var catalog = WithoutWorking(await provider.Inspector.ReadAsync(opened.Connection, null, cancellationToken));
        var rows = new Dictionary<QualifiedName, IReadOnlyList<Cell[]>>();
        foreach (var table in catalog.Tables)
        {
            rows.Add(table.Name, await ReadAsync(opened.Connection, table, cancellationToken));
        }

        return new(catalog, rows);
    }

    /// <summary>In what the schema of another snapshot differs.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="provider">The database that the other one was taken of, as it still is.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public async Task<IReadOnlyList<string>> SchemaDifferencesOfAsync(Snapshot other, DatabaseProvider provider, CancellationToken cancellationToken)
    {
        var comparison = Comparison.Of(Catalog, other.Catalog, provider.Engine);
        var wordings = comparison.Wordings;
        if (wordings.Count == 0)
        {
            return comparison.Tell(apart: []);
        }

        await using var opened = await provider.Connections.OpenAsync(cancellationToken);
        return comparison.Tell(await provider.Inspector.TellApartAsync(opened.Connection, other.Catalog, wordings, mayAsk: true, cancellationToken));
    }

    /// <summary>In what the rows of another snapshot differ, of the tables that both have.</summary>
    public IEnumerable<string> RowDifferencesOf(Snapshot other) => RowDifferencesOf(other, without: []);

    /// <summary>The same, apart from numbers and times that the database gives anew whenever a row is written, and from what refers to them.</summary>
    public IEnumerable<string> RowDifferencesOfAnother(Snapshot other) => RowDifferencesOf(other, Given.In(Catalog));

    /// <summary>In what another snapshot differs that was made by another run.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="provider">The database that the other one was taken of, as it still is.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public async Task<IReadOnlyList<string>> DifferencesOfAsync(Snapshot other, DatabaseProvider provider, CancellationToken cancellationToken) =>
        [.. await SchemaDifferencesOfAsync(other, provider, cancellationToken), .. RowDifferencesOfAnother(other)];

    private IEnumerable<string> RowDifferencesOf(Snapshot other, HashSet<(QualifiedName Table, Identifier Column)> without)
    {
        return Rows
            .Where(table => other.Rows.ContainsKey(table.Key))
            .Select(table => (table.Key, Expected: Lines(table.Key, table.Value), Found: Lines(table.Key, other.Rows[table.Key])))
            .Select(table => (Table: table.Key, Missing: Without(table.Expected, table.Found), Added: Without(table.Found, table.Expected)))
            .Where(table => table.Missing.Count + table.Added.Count > 0)
            .Select(table => $"rows of {table.Table} differ: {string.Join("; ", [.. Told("is not there", "are not there", table.Missing), .. Told("is there instead", "are there instead", table.Added)])}");

        List<string> Lines(QualifiedName table, IReadOnlyList<Cell[]> rows) =>
        [
            .. rows
                .Select(row => string.Join(", ", row.Where(cell => !without.Contains((table, cell.Column))).Select(cell => $"{cell.Column}={cell.Text}")))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Catalog WithoutWorking(Catalog catalog) => catalog with
    {
        Tables =
        [
            .. catalog.Tables
                .Where(table => !IsWorking(table.Name.Name))
                .Select(table => table with { Columns = [.. table.Columns.Where(column => !IsWorking(column.Name))] }),
        ],
    };

    private static bool IsWorking(Identifier name) => name.Value.StartsWith(Working, StringComparison.Ordinal);

    private static async Task<IReadOnlyList<Cell[]>> ReadAsync(DbConnection connection, Table table, CancellationToken cancellationToken)
    {
        Column[] columns = [.. table.Columns.OrderBy(column => column.Name)];
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {(columns.Length == 0 ? "NULL" : string.Join(", ", columns.Select(column => column.Name.Quoted)))} FROM {table.Name.Quoted}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Cell[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. columns.Select((column, place) => new Cell(column.Name, Spell(reader.GetValue(place))))]);
        }

        return rows;
    }

    private static string Spell(object value) => value switch
    {
        DBNull => "NULL",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        Array items => $"[{string.Join(", ", items.Cast<object>().Select(Spell))}]",
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    // Two rows may be the same in all columns.
    private static List<string> Without(List<string> rows, List<string> others)
    {
        var left = others.CountBy(row => row).ToDictionary();

        return [.. rows.Where(row => (left[row] = left.GetValueOrDefault(row) - 1) < 0)];
    }

    private static string[] Told(string one, string many, List<string> rows) => rows.Count switch
    {
        0 => [],
        1 => [$"({rows[0]}) {one}"],
        _ => [$"{string.Join(", ", rows.Take(Shown).Select(row => $"({row})"))}{(rows.Count > Shown ? $" and {rows.Count - Shown} more" : "")} {many}"],
    };
}
