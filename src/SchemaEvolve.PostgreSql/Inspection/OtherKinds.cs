namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>The kinds of <see cref="OtherRow"/> that the model has words for. All others are kept as they are.</summary>
internal static class OtherKinds
{
    public const string Schema = "schema";

    public const string Enum = "enum";
}
