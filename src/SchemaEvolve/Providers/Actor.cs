namespace SchemaEvolve.Providers;

/// <summary>Who migrates, as the journal and the lock's waiters read it.</summary>
/// <param name="User">The user of the operating system.</param>
/// <param name="Host">The machine.</param>
/// <param name="Process">The process id.</param>
/// <param name="AppVersion">The version of the application.</param>
public sealed record Actor(string User, string Host, int Process, string AppVersion)
{
    public override string ToString() => $"{User}@{Host}, pid {Process}, version {AppVersion}";
}
