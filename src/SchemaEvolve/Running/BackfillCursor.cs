using System.Text.Json;
using System.Text.Json.Serialization;

namespace SchemaEvolve.Running;

/// <summary>How far a backfill has come, as the journal keeps it. Keys are SQL that the database worded itself, so that any type is read back exactly.</summary>
/// <param name="Of">The fingerprint of the backfill. A cursor of another one means nothing.</param>
/// <param name="After">The key of the last row that is done, or <see langword="null"/> before the first.</param>
/// <param name="Through">The key that was the last when the backfill began. Rows that came later need no visit, so it has an end.</param>
internal sealed record BackfillCursor(string Of, string? After, string? Through)
{
    /// <summary>How many rows were looked at.</summary>
    public long Rows { get; init; }

    /// <summary>How many of them were written. The journal learns it with the next batch: when it is told of one, that is not over yet.</summary>
    public long Written { get; init; }

    /// <summary>How many rows there were in all when a run last looked, about.</summary>
    public long Estimated { get; init; }

    /// <summary>How much of it is done, about. As long as there may be more, an estimate that turns out too low must not say that it is over.</summary>
    [JsonIgnore]
    public double? Percent => Estimated == 0 ? null : Math.Min(99, 100.0 * Rows / Estimated);

    /// <summary>How many of them could not be converted.</summary>
    public long Quarantined { get; init; }

    public static BackfillCursor? Read(string? text) => text is null ? null : JsonSerializer.Deserialize(text, CursorJson.Default.BackfillCursor);

    public string ToJson() => JsonSerializer.Serialize(this, CursorJson.Default.BackfillCursor);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackfillCursor))]
internal sealed partial class CursorJson : JsonSerializerContext;
