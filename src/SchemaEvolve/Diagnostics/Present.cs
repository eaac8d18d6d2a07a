namespace SchemaEvolve.Diagnostics;

/// <summary>What this process is doing to the database at the moment. A journal that is locked cannot tell.</summary>
internal sealed class Present
{
    private volatile StepInProgress? _step;

    public StepInProgress? Step => _step;

    public void Begin(StepInProgress step) => _step = step;

    /// <summary>Notes how the step has gone on, unless it has ended meanwhile.</summary>
    public void Change(Func<StepInProgress, StepInProgress> change) => _step = _step is { } step ? change(step) : null;

    public void End() => _step = null;
}
