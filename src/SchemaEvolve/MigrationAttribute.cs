namespace SchemaEvolve;

/// <summary>Gives a migration its place in history, such as <c>[Migration(2026_03_14_0915)]</c>, and says whose it is and why.</summary>
/// <param name="id">The place in history: by convention the date and time of writing. Greater than zero.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MigrationAttribute(long id) : Attribute
{
    /// <summary>The place in history.</summary>
    public long Id => id;

    /// <summary>The part of the application that it belongs to.</summary>
    public string? Scope { get; set; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; set; }

    /// <summary>Why it is done.</summary>
    public string? Reason { get; set; }
}
