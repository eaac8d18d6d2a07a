using SchemaEvolve.Scripting;

namespace SchemaEvolve.Providers;

/// <summary>The program by which people talk to one database, such as <c>psql</c>. It runs a plan as a script.</summary>
public interface IShell
{
    /// <summary>The name of the program.</summary>
    string Name { get; }

    /// <summary>The script, in the words of the shell. It stops at the first error, and before it does anything where somebody has been at the journal since it was planned.</summary>
    string Say(Script script);
}
