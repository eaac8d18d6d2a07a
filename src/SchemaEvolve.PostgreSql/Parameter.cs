using Npgsql;
using NpgsqlTypes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql;

/// <summary>Values on their way to the server, typed so that a NULL and an empty list are understood too.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Text(string? value) => Of(NpgsqlDbType.Text, value);

    public static NpgsqlParameter Boolean(bool value) => Of(NpgsqlDbType.Boolean, value);

    public static NpgsqlParameter Bigint(long value) => Of(NpgsqlDbType.Bigint, value);

    public static NpgsqlParameter Bigints(IEnumerable<long> values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Bigint, values.ToArray());

    public static NpgsqlParameter Guid(Guid value) => Of(NpgsqlDbType.Uuid, value);

    public static NpgsqlParameter Integer(int? value) => Of(NpgsqlDbType.Integer, value);

    public static NpgsqlParameter Interval(TimeSpan value) => Of(NpgsqlDbType.Interval, value);

    public static NpgsqlParameter Texts(IEnumerable<string> values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Text, values.ToArray());

    public static NpgsqlParameter Integers(IEnumerable<int> values) => Of(NpgsqlDbType.Array | NpgsqlDbType.Integer, values.ToArray());

    /// <summary>How many rows a step has touched.</summary>
    public static NpgsqlParameter Rows(long value) => new Measured { What = Measure.Rows, NpgsqlDbType = NpgsqlDbType.Bigint, Value = value };

    /// <summary>How far a step has come.</summary>
    public static NpgsqlParameter Cursor(string value) => new Measured { What = Measure.Cursor, NpgsqlDbType = NpgsqlDbType.Text, Value = value };

    /// <summary>How long a step has taken.</summary>
    public static NpgsqlParameter Duration(TimeSpan value) => new Measured { What = Measure.Duration, NpgsqlDbType = NpgsqlDbType.Interval, Value = value };

    /// <summary>Whose doing it is.</summary>
    public static NpgsqlParameter User(Actor actor) => new Measured { What = Measure.User, NpgsqlDbType = NpgsqlDbType.Text, Value = actor.User };

    private static NpgsqlParameter Of(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
