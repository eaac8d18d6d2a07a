using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Scripting;

/// <summary>What a script does, one thing after the other.</summary>
public abstract record Act
{
    private protected Act()
    {
    }
}

/// <summary>Says what follows, to whoever reads the script.</summary>
/// <param name="Text">A sentence, in one line.</param>
public sealed record Remark(string Text) : Act;

/// <summary>Begins a step, whose time is taken and whose rows are counted from here on.</summary>
/// <param name="Text">What it does, in one line.</param>
public sealed record Enter(string Text) : Act;

/// <summary>Begins a transaction.</summary>
/// <param name="Statements">The statements that it is going to make, with whatever locks they need.</param>
public sealed record Begin(ValueList<Statement> Statements) : Act;

/// <summary>Makes a statement, or stops where it is a query that must find no row, and finds one.</summary>
/// <param name="Statement">The statement.</param>
public sealed record Make(Statement Statement) : Act;

/// <summary>Notes in the journal that a step is begun.</summary>
/// <param name="Record">What is noted.</param>
public sealed record NoteStart(StepRecord Record) : Act;

/// <summary>Brings rows up to date from where the journal says that they are, and notes in it that the step is done.</summary>
/// <param name="Record">What is noted.</param>
/// <param name="Fingerprint">Which backfill it is. How far another one has come means nothing.</param>
/// <param name="BatchTime">How long a batch takes, where there are batches.</param>
/// <param name="YieldsToLocks">Whether those go first who wait for a lock of the table.</param>
public sealed record Fill(StepRecord Record, string Fingerprint, TimeSpan BatchTime, bool YieldsToLocks) : Act
{
    /// <summary>The step.</summary>
    public BackfillStep Step => (BackfillStep)Record.Step;
}

/// <summary>Notes in the journal that a step is done.</summary>
/// <param name="Record">What is noted.</param>
public sealed record NoteFinish(StepRecord Record) : Act;

/// <summary>Notes in the journal that a start has nothing to do from now on.</summary>
/// <param name="Stamp">What the start looks for.</param>
/// <param name="Actor">Who says so.</param>
public sealed record NoteStamp(string Stamp, Actor Actor) : Act;

/// <summary>Marks the database, unless it is marked: see <see cref="MigratorOptions.Environment"/>.</summary>
/// <param name="Environment">What the database is.</param>
public sealed record Mark(string Environment) : Act;

/// <summary>Notes in the journal that a migration is held.</summary>
/// <param name="Notice">Why.</param>
public sealed record NoteHold(Notice Notice) : Act;

/// <summary>Notes in the journal that a migration suppresses what a rule has found.</summary>
/// <param name="Notice">What it is, and who says so.</param>
public sealed record NoteSuppression(Notice Notice) : Act;

/// <summary>Ends a transaction.</summary>
public sealed record Commit : Act;

/// <summary>Ends the script before all is done, as an error.</summary>
/// <param name="Reason">Why, and what to do.</param>
public sealed record Stop(string Reason) : Act;
