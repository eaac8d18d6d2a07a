namespace SchemaEvolve;

/// <summary>What becomes of a row when the row that it refers to goes away or changes its key.</summary>
public enum ReferentialAction
{
    /// <summary>The other row may not go, checked at the end of the statement or, if deferred, of the transaction.</summary>
    NoAction,

    /// <summary>The other row may not go, checked at once.</summary>
    Restrict,

    /// <summary>This row goes along.</summary>
    Cascade,

    /// <summary>The referring columns become <c>NULL</c>.</summary>
    SetNull,

    /// <summary>The referring columns take their defaults.</summary>
    SetDefault,
}
