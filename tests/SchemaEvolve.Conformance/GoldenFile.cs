using System.Runtime.CompilerServices;

namespace SchemaEvolve.Conformance;

/// <summary>Compares text with a file beside the test. Run with UPDATE_GOLDEN=1 to accept what is new.</summary>
public static class GoldenFile
{
    /// <summary>Fails unless the file holds the text.</summary>
    public static void Check(string actual, string name, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, name);
        if (IsUpdating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        actual.Should().Be(expected, "of {0}, which UPDATE_GOLDEN=1 rewrites", name);
    }

    /// <summary>Fails if a folder beside the test has files that nothing is compared with. UPDATE_GOLDEN=1 deletes them.</summary>
    public static void CheckFolder(string folder, IEnumerable<string> names, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, folder);
        string[] stale = [.. Directory.GetFiles(path).Select(Path.GetFileName).OfType<string>().Except(names)];
        foreach (var name in IsUpdating ? stale : [])
        {
            File.Delete(Path.Combine(path, name));
        }

        stale.Should().BeEmpty("of {0}, from which UPDATE_GOLDEN=1 deletes them", folder);
    }

    private static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1";
}
