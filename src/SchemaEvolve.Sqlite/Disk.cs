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
            var path = Path.GetFullPath(file);
            var drive = DriveInfo.GetDrives()
                .Where(drive => path.StartsWith(drive.RootDirectory.FullName, StringComparison.Ordinal))
                .MaxBy(drive => drive.RootDirectory.FullName.Length);

            return drive is null ? null : new(drive.AvailableFreeSpace, drive.DriveType == DriveType.Network);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
