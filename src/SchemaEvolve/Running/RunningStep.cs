using System.Data.Common;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>A step that is being done, and how far it has come.</summary>
/// <param name="step">The step.</param>
/// <param name="outer">The transaction that several steps share, or <see langword="null"/> if the step has its own.</param>
/// <param name="actor">Who does it.</param>
/// <param name="clock">The clock by which its time is taken.</param>
internal sealed class RunningStep(Step step, DbTransaction? outer, Actor actor, TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();

    public Step Step => step;

    public DbTransaction? Outer => outer;

    /// <summary>The statement that failed, or <see langword="null"/> as long as none did.</summary>
    public string? Refused { get; set; }

    /// <summary>How many rows were touched.</summary>
    public long Rows { get; set; }

    /// <summary>Whether the journal says that others are in its way.</summary>
    public bool IsNotedAsBlocked { get; set; }

    /// <summary>What the journal is to write about it now.</summary>
    public StepRecord Record => new(step, actor, clock.GetElapsedTime(_began), Rows);
}
