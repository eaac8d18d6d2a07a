namespace SchemaEvolve.Testing;

/// <summary>What a rehearsal has found.</summary>
public enum RehearsalFindingKind
{
    /// <summary>The migration fails, or its way back does.</summary>
    Failed,

    /// <summary>The way back does not lead to the schema before, or the second way there to another than the first.</summary>
    Schema,

    /// <summary>The same, of rows.</summary>
    Rows,

    /// <summary>The migration costs more than its author has promised by <c>AtMost(…)</c>, <c>NoRewrite()</c> or <c>NoScanUnderLock()</c>.</summary>
    Cost,

    /// <summary>There is no way back, as the migration says itself.</summary>
    Irreversible,

    /// <summary>After a run that was cut off, the next one fails, or leads elsewhere than one run does.</summary>
    CutOff,

    /// <summary>Queries of the application fail in a phase in which it runs.</summary>
    Queries,
}
