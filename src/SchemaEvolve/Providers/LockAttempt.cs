namespace SchemaEvolve.Providers;

/// <summary>What came of asking for the lock.</summary>
/// <param name="Held">The lock, or <see langword="null"/> if another process has it.</param>
/// <param name="Holder">Who has it, as far as can be told.</param>
public sealed record LockAttempt(IHeldLock? Held, string? Holder);
