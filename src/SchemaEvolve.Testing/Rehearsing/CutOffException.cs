namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>Ends a run as an error would.</summary>
internal sealed class CutOffException() : Exception("The rehearsal has cut the run off here.");
