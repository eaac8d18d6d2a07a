namespace SchemaEvolve.Testing;

/// <summary>A fresh database cannot be made. The message says what to do.</summary>
public sealed class FreshDatabaseException : Exception
{
    internal FreshDatabaseException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
