namespace SchemaEvolve.PostgreSql;

/// <summary>Quotes a body of code so that it can be read as it stands.</summary>
internal static class DollarQuotes
{
    /// <summary>The body between two tags that it does not hold.</summary>
    public static Sql Around(Sql body)
    {
        var text = body.For(Engines.PostgreSql);
        var tag = "$se$";
        for (var number = 2; text.Contains(tag, StringComparison.Ordinal); number++)
        {
            tag = $"$se{number}$";
        }

        return Sql.Raw($"{tag}\n{text}\n{tag}");
    }
}
