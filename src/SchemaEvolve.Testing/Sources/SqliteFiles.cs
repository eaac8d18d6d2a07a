using System.Globalization;

namespace SchemaEvolve.Testing.Sources;

/// <summary>Files of SQLite, each a copy of a template that was migrated once.</summary>
internal sealed class SqliteFiles : IFreshSource
{
    private const string Alive = "alive";
    private const string Prefix = "run-";

    private static readonly string[] FileWords = ["Data Source", "DataSource", "Filename"];

    private readonly Kind _kind;
    private readonly MigrationSet _migrations;
    private readonly DirectoryInfo _own;
    private readonly FileStream _alive;
    private byte[] _image = [];
    private int _count;

    private SqliteFiles(Kind kind, MigrationSet migrations, DirectoryInfo own, FileStream alive) => (_kind, _migrations, _own, _alive) = (kind, migrations, own, alive);

    public static async Task<SqliteFiles> OpenAsync(Kind kind, MigrationSet migrations, string folder, CancellationToken cancellationToken)
    {
        var digest = Digest.Of(migrations, kind.Chosen);
        var files = await JoinAsync(kind, migrations, Directory.CreateDirectory(folder), cancellationToken);
        try
        {
            await files.ReadTemplateAsync(folder, digest, cancellationToken);
            return files;
        }
        catch
        {
            await files.DisposeAsync();
            throw;
        }
    }

    public async Task<FreshDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        var path = NextPath();
        await File.WriteAllBytesAsync(path, _image, cancellationToken);
        return Over(path);
    }

    // Others may write to it meanwhile, and what they have written may not have reached the file yet.
    public async Task<FreshDatabase> CopyAsync(string connectionString, CancellationToken cancellationToken)
    {
        if (Kind.Word(connectionString, FileWords) is not { } file || !File.Exists(file))
        {
            throw new FreshDatabaseException($"There is no file to copy in “{connectionString}”. Name one that is there: Data Source=shop.db.");
        }

        var path = NextPath();
        await using var session = await Session.OpenAsync(_kind.Provider(new(connectionString)), cancellationToken);
        await session.ExecuteAsync($"VACUUM INTO {Sql.Literal(path)}", cancellationToken);
        return Over(path);
    }

    public async ValueTask DisposeAsync()
    {
        await using var turn = await TakeTurnAsync(_own.Parent!, CancellationToken.None);
        await _alive.DisposeAsync();
        _own.Delete(recursive: true);
    }

    private static async Task<SqliteFiles> JoinAsync(Kind kind, MigrationSet migrations, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        await using var turn = await TakeTurnAsync(folder, cancellationToken);
        foreach (var left in folder.EnumerateDirectories($"{Prefix}*").Where(IsOurs))
        {
            if (HeldFile.TryOpen(Path.Combine(left.FullName, Alive)) is { } abandoned)
            {
                await abandoned.DisposeAsync();
                left.Delete(recursive: true);
            }
        }

        var own = folder.CreateSubdirectory($"{Prefix}{Guid.NewGuid():n}");
        return new(kind, migrations, own, HeldFile.TryOpen(Path.Combine(own.FullName, Alive))!);
    }

    // The folder may be the user's, with folders of others in it.
    private static bool IsOurs(DirectoryInfo folder) => Guid.TryParseExact(folder.Name.AsSpan(Prefix.Length), "n", out _);

    // Nobody sweeps a folder that is about to be held, or to go.
    private static Task<FileStream> TakeTurnAsync(DirectoryInfo folder, CancellationToken cancellationToken) =>
        HeldFile.OpenAsync(Path.Combine(folder.FullName, "turn"), cancellationToken);

    // It is read once, so that those who make the next template may delete it at any time.
    private async Task ReadTemplateAsync(string folder, Digest digest, CancellationToken cancellationToken)
    {
        var template = Path.Combine(folder, $"{digest.Lineage}-{digest.Fingerprint}.db");
        await using var turn = await HeldFile.OpenAsync(Path.Combine(folder, $"{digest.Lineage}.turn"), cancellationToken);
        if (!File.Exists(template))
        {
            var making = Path.Combine(_own.FullName, "template.db");
            await Kind.MigrateAsync(_kind.Provider(new(At(making))), _migrations, cancellationToken);
            Array.ForEach(Directory.GetFiles(folder, $"{digest.Lineage}-*.db"), File.Delete);
            File.Move(making, template);
        }

        _image = await File.ReadAllBytesAsync(template, cancellationToken);
    }

    private string NextPath() => Path.Combine(_own.FullName, $"{Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture)}.db");

    private FreshDatabase Over(string path)
    {
        var connectionString = At(path);

        return new(connectionString, _kind.Provider(new(connectionString)), _migrations, () =>
        {
            Delete(path);
            return ValueTask.CompletedTask;
        });
    }

    // A pool would keep the file open after the test.
    private string At(string path)
    {
        var connectionString = _kind.With(path, FileWords);

        return connectionString.Contains("Pooling", StringComparison.OrdinalIgnoreCase) ? connectionString : $"{connectionString};Pooling=False";
    }

    // With its journal or write-ahead log, and the file of the lock.
    private void Delete(string path) => Array.ForEach(Directory.GetFiles(_own.FullName, $"{Path.GetFileName(path)}*"), File.Delete);
}
