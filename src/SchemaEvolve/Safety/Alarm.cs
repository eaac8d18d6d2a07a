using Microsoft.Extensions.Logging;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Diagnostics;

namespace SchemaEvolve.Safety;

/// <summary>Warns of what is dangerous about the plans of a run.</summary>
internal sealed class Alarm(MigratorOptions options)
{
    // What is found again by the next look is not said again.
    private readonly HashSet<Finding> _warned = [];

    /// <summary>Says what was found, and stops the run if the application wants that.</summary>
    /// <exception cref="MigrationSafetyException">It does.</exception>
    public void Raise(ValueList<Finding> findings)
    {
        foreach (var finding in findings.Where(_warned.Add))
        {
            var level = LevelOf(finding.Severity);
            options.Logger.Endangered(level, finding);
        }

        ValueList<Finding> stopping = options.Safety switch
        {
            SafetyLevel.Rewrite => [.. findings.Where(finding => finding.Severity == FindingSeverity.Error)],
            SafetyLevel.Strict => [.. findings.Where(finding => finding.Severity >= FindingSeverity.Warning)],
            _ => [],
        };
        if (stopping.Count > 0)
        {
            throw new MigrationSafetyException(stopping);
        }
    }

    private static LogLevel LevelOf(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Note => LogLevel.Information,
        FindingSeverity.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
