namespace SchemaEvolve.Safety;

/// <summary>Where the values of an enum type are.</summary>
internal static class EnumUse
{
    /// <summary>The columns of tables in use that have the type, or <see langword="null"/> if there is none.</summary>
    public static string? Of(Review review, QualifiedName name)
    {
        var places = review.Before.Tables
            .Where(table => review.IsLive(table.Name))
            .SelectMany(table => table.Columns.Where(column => column.Type is EnumType { Of: var type } && type == name).Select(column => $"{table.Name}.{column.Name}"))
            .ToList();

        return places.Count == 0 ? null : string.Join(", ", places);
    }
}
