namespace SchemaEvolve.Testing;

/// <summary>A rehearsal has found problems, or cannot take place. The message says which, or why and what to do.</summary>
public sealed class RehearsalException : Exception
{
    internal RehearsalException(string message)
        : base(message)
    {
    }
}
