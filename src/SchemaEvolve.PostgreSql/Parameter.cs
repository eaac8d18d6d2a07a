using Npgsql;
using NpgsqlTypes;

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

    private static NpgsqlParameter Of(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
