using System.Text.RegularExpressions;

namespace SchemaEvolve.Packages.Tests;

/// <summary>The code blocks of a chapter of a README.md, as they are written there.</summary>
internal sealed partial class Readme
{
    private readonly string _chapter;

    private Readme(string chapter) => _chapter = chapter;

    public static Readme Chapter(string file, string title)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Folder, file));

        return new(text.Split("\n## ").Single(chapter => chapter.StartsWith(title + "\n", StringComparison.Ordinal)));
    }

    public IReadOnlyList<string> Blocks(string language) =>
        [.. Block().Matches(_chapter).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value)];

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
