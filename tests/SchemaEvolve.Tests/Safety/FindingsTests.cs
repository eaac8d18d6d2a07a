using System.Text.Json;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Conformance;

namespace SchemaEvolve.Tests.Safety;

public class FindingsTests
{
    private static readonly ValueList<Finding> Some =
    [
        new("SE509", FindingSeverity.Warning, "Whoever deletes a customer reads all orders.")
        {
            Migration = "2026_11_23_0900 Refer",
            Operation = "Add foreign key fk_orders_customer_id from orders to customers",
            Instead = "schema.Table(\"orders\").AddIndex(\"customer_id\");",
        },
        new("SHOP1", FindingSeverity.Error, "Table orders has no tenant.") { Migration = "2026_11_23_0900 Refer" },
        new("SE811", FindingSeverity.Note, "The file lies on “another” machine."),
    ];

    [Test]
    public void A_person_reads_text() => Some.ToText().Should().Be(
        """
        SE509 Warning: 2026_11_23_0900 Refer: Whoever deletes a customer reads all orders. Write:
            schema.Table("orders").AddIndex("customer_id");
        SHOP1 Error: 2026_11_23_0900 Refer: Table orders has no tenant.
        SE811 Note: The file lies on “another” machine.
        """);

    [Test]
    public void A_program_reads_json() => GoldenFile.Check(Some.ToJson() + "\n", "Findings.json");

    [Test]
    public void A_code_host_reads_sarif()
    {
        GoldenFile.Check(Some.ToSarif() + "\n", "Findings.sarif");

        // What the specification requires: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
        using var log = JsonDocument.Parse(Some.ToSarif());
        log.RootElement.GetProperty("version").GetString().Should().Be("2.1.0");
        var run = log.RootElement.GetProperty("runs").EnumerateArray().Should().ContainSingle().Which;
        var driver = run.GetProperty("tool").GetProperty("driver");
        driver.GetProperty("name").GetString().Should().Be("SchemaEvolve");
        var rules = driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToList();
        rules.Should().OnlyHaveUniqueItems();
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            rules[result.GetProperty("ruleIndex").GetInt32()].Should().Be(result.GetProperty("ruleId").GetString());
            result.GetProperty("level").GetString().Should().BeOneOf("none", "note", "warning", "error");
            result.GetProperty("message").GetProperty("text").GetString().Should().NotBeNullOrEmpty();
        }

        run.GetProperty("results").GetArrayLength().Should().Be(Some.Count);
    }

    [Test]
    public void Nothing_is_found_in_every_form()
    {
        ValueList<Finding> none = [];

        none.ToText().Should().BeEmpty();
        none.ToJson().Should().Be("[]");
        none.ToSarif().Should().Contain("\"results\": []");
    }
}
