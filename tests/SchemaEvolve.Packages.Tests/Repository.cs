namespace SchemaEvolve.Packages.Tests;

internal static class Repository
{
    public static string Folder { get; } = Find(new(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "SchemaEvolve.sln")) ? folder.FullName : Find(folder.Parent!);
}
