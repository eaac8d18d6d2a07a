using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RollingDeploy;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(Database Database, TimeSpan Time)
{
    private const string Usage = """

        The arguments are:
          --provider sqlite|postgresql   the kind of database; postgresql wants a --connection
          --connection "…"               the database; by default an SQLite file in the temp folder.
                                         What an earlier run left there is dropped: the table rolling_deploy_customers and its journal.
          --seconds 30                   how long the application runs in all
        """;

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Arguments? arguments, [NotNullWhen(false)] out string? mistake)
    {
        var file = $"Data Source={Path.Combine(Path.GetTempPath(), "schema-evolve-rolling-deploy.db")};Default Timeout=60";
        var (provider, connection, seconds) = ("sqlite", "", 30.0);
        (arguments, mistake) = (null, null);
        for (var place = 0; place < args.Length && mistake is null; place += 2)
        {
            var value = place + 1 < args.Length ? args[place + 1] : "";
            switch (args[place])
            {
                case "--provider" when value is "sqlite" or "postgresql":
                    provider = value;
                    break;
                case "--connection" when value.Length > 0:
                    connection = value;
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out seconds) && seconds > 0:
                    break;
                default:
                    mistake = $"{args[place]} {value} is not understood.\n{Usage}";
                    break;
            }
        }

        mistake ??= provider == "postgresql" && connection.Length == 0 ? $"--provider postgresql wants a --connection.\n{Usage}" : null;
        arguments = mistake is null ? new(new(provider, connection.Length > 0 ? connection : file), TimeSpan.FromSeconds(seconds)) : null;
        return arguments is not null;
    }
}
