using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Sqlite.DualWrites;

/// <summary>A dual write as the annotations keep it: as an object that the JSON functions of SQLite can read.</summary>
internal static class DualWriteJson
{
    private const string NewRowsOnly = "newRowsOnly";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(DualWrite sync)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Plain))
        {
            json.WriteStartObject();
            json.WriteString("name", sync.Name.Value);
            Write(json, "up", sync.Up);
            Write(json, "down", sync.Down);
            if (sync.FillsNewRowsOnly)
            {
                json.WriteBoolean(NewRowsOnly, true);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    public static DualWrite Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;

        return new(root.GetProperty("name").GetString()!, Read(root.GetProperty("up")), Read(root.GetProperty("down")))
        {
            FillsNewRowsOnly = root.TryGetProperty(NewRowsOnly, out var isSo) && isSo.GetBoolean(),
        };
    }

    private static void Write(Utf8JsonWriter json, string side, ValueList<Assignment> assignments)
    {
        json.WriteStartArray(side);
        foreach (var assignment in assignments)
        {
            json.WriteStartObject();
            json.WriteString("column", assignment.Column.Value);
            json.WriteString("value", assignment.Value.For(Engines.Sqlite));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ValueList<Assignment> Read(JsonElement side) =>
    [
        .. side.EnumerateArray().Select(assignment => new Assignment(
            assignment.GetProperty("column").GetString()!,
            Sql.Raw(assignment.GetProperty("value").GetString()!))),
    ];
}
