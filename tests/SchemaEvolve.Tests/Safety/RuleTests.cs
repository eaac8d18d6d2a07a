using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using SchemaEvolve.Conformance;
using SchemaEvolve.Safety;
using SchemaEvolve.Tests.Safety.Cases;

namespace SchemaEvolve.Tests.Safety;

public partial class RuleTests
{
    private static readonly IReadOnlyList<Case> Cases =
    [
        .. typeof(Case).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(Case)))
            .Select(type => (Case)Activator.CreateInstance(type)!)
            .OrderBy(one => one.Rule, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Ids => SafetyRules.All.Select(rule => rule.Id);

    [Test]
    public void Every_rule_is_in_the_list_in_order_and_once()
    {
        var rules = typeof(ISafetyRule).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(ISafetyRule)) && type.IsClass);

        SafetyRules.All.Select(rule => rule.GetType()).Should().BeEquivalentTo(rules);
        Ids.Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal).And.OnlyContain(id => IdOfOurs().IsMatch(id));
    }

    [Test]
    public void Every_rule_has_a_case() => Cases.Select(one => one.Rule).Should().Equal(Ids);

    [TestCaseSource(nameof(Ids))]
    public void A_rule_says_what_is_wrong_and_what_to_write(string id)
    {
        var found = Find(id).FindBad().Where(finding => finding.Rule == id).ToList();

        found.Should().NotBeEmpty();
        GoldenFile.Check(string.Join('\n', found) + "\n", $"Messages/{id}.txt");
    }

    [Test]
    public void No_message_is_left_of_what_is_no_rule_any_more() => GoldenFile.CheckFolder("Messages", Ids.Select(id => $"{id}.txt"));

    [TestCaseSource(nameof(Ids))]
    public void A_rule_is_content_with_what_is_good(string id) =>
        Find(id).FindGood().Where(finding => finding.Rule == id || finding.Severity == FindingSeverity.Error).Should().BeEmpty();

    [TestCaseSource(nameof(Ids))]
    public void A_rule_has_a_page_whose_code_compiles(string id)
    {
        var rule = SafetyRules.All.Single(one => one.Id == id);
        var page = File.ReadAllText(Path.Combine(Docs(), $"{id}.md"));

        page.Should().StartWith($"# {id}: {rule.Danger}\n\n*{rule.Severity}*\n\n## Why\n\n").And.Contain("\n\n## Bad\n\n").And.Contain("\n\n## Good\n\n");
        var code = Bare(File.ReadAllText(Path.Combine(Here(), "Cases", $"{id}.cs")));
        foreach (Match snippet in CSharpOf().Matches(page))
        {
            var text = Bare(snippet.Groups[1].Value).TrimEnd(';');
            (code.Contains(text, StringComparison.Ordinal) || Bare(File.ReadAllText(Path.Combine(Docs(), "../../README.md"))).Contains(text, StringComparison.Ordinal))
                .Should().BeTrue("the page shows {0}, which no test compiles", snippet.Groups[1].Value);
        }
    }

    [Test]
    public void The_pages_have_an_index() => GoldenFile.Check(
        $"""
        # The rules of safety

        What a migration asks for is done without danger where there is a way. These rules speak about the rest: see `MigratorOptions.Safety`.
        The ids never change their meaning.

        | Rule | Danger | Severity |
        |---|---|---|
        {string.Join('\n', SafetyRules.All.Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Danger} | {rule.Severity} |"))}

        """,
        Path.Combine(Docs(), "README.md"));

    [GeneratedRegex(@"^SE\d{3}$")]
    private static partial Regex IdOfOurs();

    [GeneratedRegex(@"```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CSharpOf();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    private static Case Find(string id) => Cases.Single(one => one.Rule == id);

    private static string Bare(string code) => Space().Replace(code, "");

    private static string Here([CallerFilePath] string test = "") => Path.GetDirectoryName(test)!;

    private static string Docs() => Path.Combine(Here(), "../../../docs/rules");
}
