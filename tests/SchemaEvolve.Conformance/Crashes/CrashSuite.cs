namespace SchemaEvolve.Conformance.Crashes;

/// <summary>A process may be killed at any point.</summary>
public abstract class CrashSuite<TEngine> : CutSuite<TEngine>
    where TEngine : IEngine
{
    [Test]
    public Task A_run_whose_process_is_killed_is_ended_by_the_next([Values] Chapter chapter) => SurviveAsync(
        chapter,
        (_, process) =>
        {
            process.Kill();
            return Task.CompletedTask;
        },
        sample: 3);
}
