namespace SchemaEvolve.Tests.Planning;

/// <summary>How far migrations come before the next ones.</summary>
internal enum Contracting
{
    Nothing,
    Everything,
    EverythingAndPurge,
}
