using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Scripting;

namespace SchemaEvolve.Providers;

/// <summary>The program by which people talk to one database, such as <c>psql</c>. They run a plan as a script in it, and watch it.</summary>
public interface IShell
{
    /// <summary>The name of the program.</summary>
    string Name { get; }

    /// <summary>What to look at before anything is done.</summary>
    ValueList<Signal> Beforehand { get; }

    /// <summary>What to look at when all is done.</summary>
    ValueList<Signal> Afterwards { get; }

    /// <summary>The script, in the words of the shell. It stops at the first error, and before it does anything where somebody has been at the journal since it was planned.</summary>
    string Say(Script script);

    /// <summary>What to look at while a step is done.</summary>
    ValueList<Signal> Watch(Step step);
}
