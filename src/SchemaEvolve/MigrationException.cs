namespace SchemaEvolve;

/// <summary>A migration cannot be planned or run. Each kind of trouble has a type of its own; all messages say what to do.</summary>
public abstract class MigrationException : Exception
{
    private protected MigrationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
