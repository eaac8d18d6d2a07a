using System.Runtime.CompilerServices;

namespace SchemaEvolve.Conformance;

/// <summary>Compares text with a file beside the test. Run with UPDATE_GOLDEN=1 to accept what is new.</summary>
public static class GoldenFile
{
    /// <summary>Fails unless the file holds the text.</summary>
    public static void Check(string actual, string name, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        actual.Should().Be(expected, "of {0}, which UPDATE_GOLDEN=1 rewrites", name);
    }
}
