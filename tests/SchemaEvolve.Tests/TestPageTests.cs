using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SchemaEvolve.Tests;

/// <summary>The page that leads from a promise to its tests names tests that there are.</summary>
public partial class TestPageTests
{
    [Test]
    public void Every_test_that_the_page_names_is_there()
    {
        var classes = Directory.GetFiles(Tests(), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .SelectMany(code => Class().Matches(code).Select(name => (Name: name.Groups[1].Value, Code: code)))
            .ToLookup(one => one.Name, one => one.Code);

        var missing = new List<string>();
        var named = 0;
        foreach (var row in File.ReadLines(Path.Combine(Tests(), "README.md")).Where(line => line.StartsWith('|')))
        {
            var owner = "";
            foreach (Match mention in Mention().Matches(row))
            {
                var (name, test) = (mention.Groups["class"].Value, mention.Groups["test"].Value);
                owner = name.Length > 0 ? name : owner;
                named++;
                if (!classes[owner].Any(code => test.Length == 0 || code.Contains($" {test}(", StringComparison.Ordinal)))
                {
                    missing.Add($"{owner}.{test}");
                }
            }
        }

        named.Should().BeGreaterThan(100);
        missing.Should().BeEmpty();
    }

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex Class();

    // A test without its class belongs to the class before it.
    [GeneratedRegex(@"`(?:(?<class>\w+(?:Suite|Tests))(?:\.(?<test>\w+))?|\.(?<test>\w+_\w+))`")]
    private static partial Regex Mention();

    private static string Tests([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..");
}
