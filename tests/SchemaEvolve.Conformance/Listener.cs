using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SchemaEvolve.Conformance;

/// <summary>Keeps what is logged.</summary>
public sealed class Listener : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<SynchronizationContext?> _contexts = new();

    /// <summary>What was logged, oldest first.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>On whose threads it was logged, oldest first.</summary>
    public IReadOnlyCollection<SynchronizationContext?> Contexts => _contexts;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _contexts.Enqueue(SynchronizationContext.Current);
        _lines.Enqueue(formatter(state, exception));
    }
}
