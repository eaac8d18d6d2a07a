using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace SchemaEvolve.PostgreSql.Scripting;

/// <summary>Says what the journal notes to psql: each statement is prepared when it is first met, and executed with its values.</summary>
internal sealed class PreparedEntries
{
    private readonly Dictionary<string, string> _names = [];

    /// <summary>The commands of the journal, one after the other.</summary>
    public string Say(IEnumerable<NpgsqlBatchCommand> commands) => string.Concat(commands.Select(Say));

    private string Say(NpgsqlBatchCommand command)
    {
        if (command.Parameters.Count == 0)
        {
            return $"{command.CommandText};\n";
        }

        var execution = $"({string.Join(", ", command.Parameters.Select(Literal))});\n";
        if (_names.TryGetValue(command.CommandText, out var name))
        {
            return $"EXECUTE {name} {execution}";
        }

        name = string.Create(CultureInfo.InvariantCulture, $"se_note_{_names.Count + 1}");
        _names.Add(command.CommandText, name);
        return $"PREPARE {name} ({string.Join(", ", command.Parameters.Select(Type))}) AS\n{command.CommandText};\nEXECUTE {name} {execution}";
    }

    private static string Type(NpgsqlParameter parameter) => parameter.NpgsqlDbType.HasFlag(NpgsqlDbType.Array)
        ? $"{Word(parameter.NpgsqlDbType & ~NpgsqlDbType.Array)}[]"
        : Word(parameter.NpgsqlDbType);

    private static string Word(NpgsqlDbType type) => type.ToString().ToLowerInvariant();

    private static string Literal(NpgsqlParameter parameter) => parameter is Measured { What: var what } ? Word(what) : Value(parameter);

    /// <summary>A value that is known before the script runs.</summary>
    public static string Value(NpgsqlParameter parameter) => parameter.Value switch
    {
        DBNull => "NULL",
        string text => Quote(text),
        bool truth => truth ? "true" : "false",
        TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"'{time.TotalSeconds} seconds'"),
        string[] texts => $"ARRAY[{string.Join(", ", texts.Select(Quote))}]::text[]",
        int[] numbers => $"ARRAY[{string.Join(", ", numbers)}]::integer[]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var value => throw new ArgumentOutOfRangeException(nameof(parameter), value, "psql has no word for it."),
    };

    private static string Word(Measure measure) => measure switch
    {
        Measure.Rows => ":se_rows",
        Measure.Duration => "clock_timestamp() - :'se_began'::timestamptz",
        _ => "session_user",
    };

    private static string Quote(string text) => Sql.Literal(text).For(Engines.PostgreSql);
}
