using System.Text.Json.Serialization;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>An operation with the state that a step brings it to, as SQL reads it out of a JSON array.</summary>
internal sealed record OperationRow(string Phase, int Number, string Fingerprint, string Description, string State);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IEnumerable<OperationRow>))]
internal sealed partial class OperationJson : JsonSerializerContext;
