using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Sqlite.DualWrites;

/// <summary>A mirror as the annotations keep it: as an object that the JSON functions of SQLite can read.</summary>
internal static class MirrorJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Mirror mirror)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Plain))
        {
            json.WriteStartObject();
            Write(json, "from", mirror.From);
            Write(json, "to", mirror.To);
            json.WriteBoolean("required", mirror.IsRequired);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    public static Mirror Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;

        return new(Read(root.GetProperty("from")), Read(root.GetProperty("to"))) { IsRequired = root.GetProperty("required").GetBoolean() };
    }

    private static void Write(Utf8JsonWriter json, string name, KeyedColumn side)
    {
        json.WriteStartObject(name);
        json.WriteString("table", side.Table.Name.Value);
        json.WriteString("column", side.Column.Value);
        json.WriteStartArray("key");
        foreach (var column in side.Key)
        {
            json.WriteStringValue(column.Value);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static KeyedColumn Read(JsonElement side) => new(
        side.GetProperty("table").GetString()!,
        side.GetProperty("column").GetString()!,
        [.. side.GetProperty("key").EnumerateArray().Select(column => new Identifier(column.GetString()!))]);
}
