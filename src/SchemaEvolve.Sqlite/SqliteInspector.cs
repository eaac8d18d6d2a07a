using System.Data.Common;
using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.Texts;

namespace SchemaEvolve.Sqlite;

/// <summary>Reads the catalog of a SQLite database, from the statements that it remembers.</summary>
internal sealed class SqliteInspector : IInspector
{
    public Catalog Nothing => SqliteCatalog.Normalize(Catalog.Empty);

    public async Task<Catalog> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rows = await connection.QueryAsync<SchemaRow>(
            """
            SELECT s.type AS "Type", s.name AS "Name", s.tbl_name AS "Table", s.sql AS "Sql", l.type AS "Kind"
            FROM sqlite_schema s
            LEFT JOIN pragma_table_list l ON l.schema = 'main' AND l.name = s.name AND s.type IN ('table', 'view')
            ORDER BY s.rowid
            """,
            transaction: transaction);
        var schema = rows.AsList();

        return SqliteCatalog.Read(schema, schema.Exists(row => row.Name == Annotations.Name)
            ? await ReadAnnotationsAsync(connection, transaction, cancellationToken)
            : []);
    }

    public async Task<Surroundings> ReadSurroundingsAsync(DbConnection connection, Catalog catalog, CancellationToken cancellationToken)
    {
        var sizes = new List<TableSize>();
        foreach (var table in catalog.Tables)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await CountAsync(connection, table, catalog) is { } rows)
            {
                sizes.Add(new(table.Name, rows, Bytes: null, IndexBytes: null));
            }
        }

        var disk = Disk.Of(connection.DataSource);
        return new(Version.Parse(connection.ServerVersion))
        {
            Tables = [.. sizes],
            Bytes = await connection.ExecuteScalarAsync<long>("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
            FreeBytes = disk?.FreeBytes,
            IsOnNetwork = disk?.IsOnNetwork is true,
            HasWriteAheadLog = await connection.ExecuteScalarAsync<bool>("SELECT journal_mode = 'wal' FROM pragma_journal_mode"),
        };
    }

    // SQLite keeps every expression as it was written, but for a table in it that has another name by now.
    public Task<IReadOnlyCollection<Wording>> TellApartAsync(
        DbConnection connection,
        Catalog catalog,
        ValueList<Wording> wordings,
        bool mayAsk,
        CancellationToken cancellationToken) => Task.FromResult<IReadOnlyCollection<Wording>>(
        [.. wordings.Where(wording => !Unqualified(wording.Promised).SequenceEqual(Unqualified(wording.Found)))]);

    public Task<string> ReadVersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return connection.QuerySingleAsync<string>("SELECT CAST(schema_version AS TEXT) FROM pragma_schema_version", transaction: transaction);
    }

    private static IEnumerable<string> Unqualified(Sql expression)
    {
        var words = new Words(expression.For(Engines.Sqlite));

        return Enumerable.Range(0, words.Count)
            .Where(place => !(words[place].IsName && words.IsAt(place + 1, ".")) && !(words.IsAt(place, ".") && place > 0 && words[place - 1].IsName))
            .Select(place => words[place].IsName ? words[place].Value.ToUpperInvariant() : words[place].Text);
    }

    // The greatest row number is looked up; to count, SQLite walks through the whole table.
    private static async Task<long?> CountAsync(DbConnection connection, Table table, Catalog catalog) => Numbering.Of(table, catalog).RowId is { } row
        ? await connection.ExecuteScalarAsync<long>(((Sql)$"SELECT coalesce(max({row}), 0) FROM {table.Name.Name}").For(Engines.Sqlite))
        : null;

    private static async Task<IReadOnlyList<AnnotationRow>> ReadAnnotationsAsync(
        DbConnection connection,
        DbTransaction? transaction,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // The detail of the table is a number where it can be one; the "Detail" beside it is text, in which 10 comes before 2.
        var rows = await connection.QueryAsync<AnnotationRow>(
            """
            SELECT kind AS "Kind", object AS "Object", CAST(detail AS TEXT) AS "Detail", words AS "Words"
            FROM schema_evolve_annotations
            ORDER BY kind, object, schema_evolve_annotations.detail
            """,
            transaction: transaction);

        return rows.AsList();
    }
}
