namespace SchemaEvolve.Testing.Sources;

/// <summary>A file that is open for nobody else. The operating system closes it when the process dies.</summary>
internal static class HeldFile
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(10);

    /// <summary>Holds a file, or finds that somebody else does.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Holds a file as soon as nobody else does.</summary>
    public static async Task<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryOpen(path) is { } file)
            {
                return file;
            }

            await Task.Delay(BetweenTries, TimeProvider.System, cancellationToken);
        }
    }
}
