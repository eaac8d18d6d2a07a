using System.Text;
using System.Text.Json;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Safety;

namespace SchemaEvolve;

/// <summary>Findings, as people and tools read them.</summary>
public static class Findings
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    extension(ValueList<Finding> findings)
    {
        /// <summary>One below the other, as a person reads them.</summary>
        public string ToText() => string.Join('\n', findings);

        /// <summary>An array of objects with rule, severity, message, migration, operation and instead.</summary>
        public string ToJson() => Write(json =>
        {
            json.WriteStartArray();
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                Write(json, finding);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

        /// <summary>SARIF 2.1.0, as code hosts and editors show it.</summary>
        /// <remarks>https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html</remarks>
        public string ToSarif() => Write(json =>
        {
            var ids = findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal).ToList();
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", "SchemaEvolve");
            json.WriteStartArray("rules");
            foreach (var id in ids)
            {
                WriteRule(json, id, SafetyRules.All.FirstOrDefault(rule => rule.Id == id));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var finding in findings)
            {
                WriteResult(json, finding, ids.IndexOf(finding.Rule));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Writes what a finding says into the object that is open.</summary>
    internal static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("rule", finding.Rule);
        json.WriteString("severity", Level(finding.Severity));
        json.WriteString("message", finding.Message);
        json.WriteString("migration", finding.Migration);
        json.WriteString("operation", finding.Operation);
        json.WriteString("instead", finding.Instead);
    }

    private static void WriteRule(Utf8JsonWriter json, string id, ISafetyRule? rule)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        if (rule is not null)
        {
            json.WriteString("name", rule.GetType().Name);
            WriteText(json, "shortDescription", rule.Danger);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, int place)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteNumber("ruleIndex", place);
        json.WriteString("level", Level(finding.Severity));
        WriteText(json, "message", finding.Instead is null ? finding.Message : $"{finding.Message} Write: {finding.Instead}");
        if (finding.Migration is not null)
        {
            json.WriteStartArray("locations");
            json.WriteStartObject();
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("name", finding.Migration);
            json.WriteString("kind", "type");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Note => "note",
        FindingSeverity.Warning => "warning",
        _ => "error",
    };

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
