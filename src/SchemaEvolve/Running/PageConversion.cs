using System.Data.Common;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Lets C# convert the rows of a page: reads them, and writes back what was set in one statement.</summary>
/// <param name="code">The conversion.</param>
/// <param name="batches">How the table is gone through.</param>
/// <param name="keyset">The statements.</param>
internal sealed class PageConversion(BackfillByCode code, Batches batches, Keyset keyset)
{
    /// <summary>Converts the rows behind a cursor.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="page">The rows.</param>
    /// <param name="command">Makes a command in the transaction of the batch.</param>
    /// <param name="cancellationToken">Stops the conversion.</param>
    /// <returns>How many rows were written.</returns>
    public async Task<long> RunAsync(BackfillCursor cursor, Page page, Func<string, DbCommand> command, CancellationToken cancellationToken)
    {
        await using var reading = command(keyset.Read(cursor, page.Through));
        var rows = await ReadAsync(reading, cancellationToken);
        if (rows.Count > 0)
        {
            await code.Convert(new([.. rows.Select(row => row.Row)], reading.Connection!, reading.Transaction!), cancellationToken);
        }

        var set = rows.Where(row => row.Row.IsSet).ToList();
        if (set.Count == 0)
        {
            return 0;
        }

        var values = new List<object?>();
        var sql = keyset.Write(set.Select(row => row.Literals.Concat(code.Writes.Select(column => Bind(row.Row[column])))), batches.Key.Count + code.Writes.Count);
        await using var writing = command(sql);
        foreach (var (place, value) in values.Index())
        {
            var parameter = writing.CreateParameter();
            parameter.ParameterName = Name(place);
            parameter.Value = value ?? DBNull.Value;
            writing.Parameters.Add(parameter);
        }

        return await writing.ExecuteNonQueryAsync(cancellationToken);

        string Bind(object? value)
        {
            values.Add(value);
            return Name(values.Count - 1);
        }
    }

    private async Task<List<(IReadOnlyList<string> Literals, BackfillRow Row)>> ReadAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var keys = batches.Key.Count;
        var places = code.Columns.Select((column, place) => (column, place)).ToDictionary(pair => pair.column, pair => pair.place);
        var written = code.Writes.ToHashSet();
        var rows = new List<(IReadOnlyList<string>, BackfillRow)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            object?[] values = [.. Enumerable.Range(2 * keys, code.Columns.Count).Select(place => reader.IsDBNull(place) ? null : reader.GetValue(place))];
            var key = KeySpelling.Of(batches.Key, Enumerable.Range(keys, keys).Select(reader.GetValue));
            rows.Add(([.. Enumerable.Range(0, keys).Select(reader.GetString)], new(places, written, values, key)));
        }

        return rows;
    }

    private static string Name(int place) => FormattableString.Invariant($"@p{place}");
}
