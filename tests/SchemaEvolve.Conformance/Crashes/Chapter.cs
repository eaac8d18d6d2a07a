namespace SchemaEvolve.Conformance.Crashes;

/// <summary>A run that is cut off somewhere, from the state that others led to.</summary>
public enum Chapter
{
    /// <summary>The whole history of the quick start, on an empty database.</summary>
    Bake,

    /// <summary>The tables of <see cref="Everything"/>, on an empty database.</summary>
    Open,

    /// <summary>All else in <see cref="Everything"/> begins.</summary>
    Migrate,

    /// <summary>What was begun is contracted.</summary>
    Contract,

    /// <summary>What was begun is taken back.</summary>
    Retreat,

    /// <summary>What was contracted is taken back.</summary>
    Return,

    /// <summary>What was contracted is purged.</summary>
    Purge,

    /// <summary>The long statements of <see cref="Plenty"/>.</summary>
    Fill,
}
