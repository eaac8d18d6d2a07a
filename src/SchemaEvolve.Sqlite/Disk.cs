namespace SchemaEvolve.Sqlite;

/// <summary>Where a database file lies.</summary>
/// <param name="FreeBytes">How many bytes are free there.</param>
/// <param name="IsOnNetwork">Whether it is on another machine.</param>
internal sealed record Disk(long FreeBytes, bool IsOnNetwork)
{
    /// <summary>The disk of a file, or <see langword="null"/> if there is no file or the system does not tell.</summary>
    public static Disk? Of(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var drive = new DriveInfo(Path.GetFullPath(file));

            return new(drive.AvailableFreeSpace, drive.DriveType == DriveType.Network);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
