namespace SchemaEvolve.DependencyInjection.Tests;

/// <summary>Adds a column, and takes as long to fill it as a test wants.</summary>
[Migration(2026_01_03_0900)]
internal sealed class SlowNotes : Migration
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _hold;
    private int _tries;

    public Task Begun => _begun.Task;

    public int Tries => _tries;

    /// <summary>The same migration, but it does not end before it is told to go on.</summary>
    public SlowNotes Held()
    {
        _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return this;
    }

    public void GoOn() => _hold!.TrySetResult();

    protected override void Define(MigrationBuilder schema)
    {
        schema.Table("notes").AddColumn(Column.Text("title"));
        schema.RunIrreversible(
            "find titles",
            version: 1,
            up: async (_, token) =>
            {
                Interlocked.Increment(ref _tries);
                _begun.TrySetResult();
                await (_hold?.Task ?? Task.CompletedTask).WaitAsync(token);
            },
            reason: "Nothing is changed",
            during: Phase.Migrate);
    }
}
