using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Operations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Tests.Conformance;

/// <summary>SQLite, with a file in a folder of its own for each test.</summary>
public sealed class SqliteFile : IEngine
{
    /// <summary>The version of the shell that the machine has, which is older than the engine that the driver brings.</summary>
    public static Lazy<Version> ShellVersion { get; } = new(() =>
    {
        using var shell = Process.Start(new ProcessStartInfo("sqlite3", "--version") { RedirectStandardOutput = true })!;

        return Version.Parse(shell.StandardOutput.ReadToEnd().Split(' ')[0]);
    });

    public static bool CanMake(Change change) => change is not (
        CreateSchema or DropSchema or CreateSequence or DropSequence or CreateExtension or DropExtension or AddExclusion or DropExclusion or Irreversible);

    public static Task<TestDatabase> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("schema-evolve-");
        var connectionString = $"Data Source={Path.Combine(folder.FullName, "test.db")};Pooling=False";

        return Task.FromResult(new TestDatabase(SqliteProvider.Create(connectionString), connectionString, OpenAsync, DropAsync));

        async Task<DbConnection> OpenAsync()
        {
            var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync();
            return connection;
        }

        ValueTask DropAsync()
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    public static async Task<TestDatabase> CloneAsync(TestDatabase database)
    {
        var clone = await CreateAsync();

        // What nobody has opened yet has no file.
        if (File.Exists(PathOf(database)))
        {
            File.Copy(PathOf(database), PathOf(clone));
        }

        return clone;
    }

    public static Task<Catalog> NormalizeAsync(TestDatabase database, Catalog promised) => Task.FromResult(SqliteCatalog.Normalize(promised));

    public static DatabaseProvider ForShell(TestDatabase database) => database.Provider with { Dialect = new SqliteDialect(ShellVersion.Value) };

    public static Task<string> RunScriptAsync(TestDatabase database, string script) => Shell.RunAsync("sqlite3", script, file => [PathOf(database), $".read {file}"]);

    public static bool MustCopy(Operation operation) => operation is SetDefault or ChangeColumnType or AddForeignKey or AddUnique;

    // No trigger sees a table that is copied, and ALTER TABLE DROP COLUMN writes rows without any: only the pages of the file tell.
    public static async Task<string> StorageAsync(TestDatabase database, string table)
    {
        await database.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        var root = (await database.QueryAsync<long>($"SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = '{table}'")).Single();

        return new TablePages(PathOf(database)).Fingerprint((int)root);
    }

    public static async Task WriteBehindTriggersAsync(TestDatabase database, string table, string sql)
    {
        var triggers = await database.QueryAsync<(string Name, string Sql)>($"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}'");
        var drops = triggers.Select(trigger => $"DROP TRIGGER {((Identifier)trigger.Name).Quoted}");

        await database.ExecuteAsync(string.Join(";\n", ["BEGIN", .. drops, sql, .. triggers.Select(trigger => trigger.Sql), "COMMIT"]));
    }

    private static string PathOf(TestDatabase database) => new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
}
