namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>The kinds of <see cref="OtherRow"/> that the model has words for. All others are kept as they are.</summary>
internal static class OtherKinds
{
    public const string Schema = "schema";

    public const string Enum = "enum";

    public const string Extension = "extension";

    /// <summary>A sequence that has nothing but a start and an increment.</summary>
    public const string PlainSequence = "plain sequence";

    /// <summary>The comment on a function that carries out the dual writes of a table, or what it has of a mirror.</summary>
    public const string DualWrites = "dual writes";

    /// <summary>A view that is an older name of a table.</summary>
    public const string Alias = "alias";

    /// <summary>Whether the model has words for the kind.</summary>
    public static bool IsKnown(string kind) => kind is Schema or Enum or Extension or PlainSequence or DualWrites or Alias;
}
