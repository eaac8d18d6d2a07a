using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>What an index sorts by: a column or an expression, upwards or downwards.</summary>
/// <example><code>schema.Table("orders").AddIndex("customer_id", IndexKey.Descending("placed_at"));</code></example>
public sealed record IndexKey : ICanonical
{
    private IndexKey()
    {
    }

    /// <summary>The column, or <see langword="null"/> if it is an expression.</summary>
    public Identifier? Column { get; init; }

    /// <summary>The expression, or <see langword="null"/> if it is a column.</summary>
    public Sql? Expression { get; init; }

    /// <summary>Whether the greatest value comes first.</summary>
    public bool IsDescending { get; init; }

    /// <summary>The collation, or <see langword="null"/> for that of the column.</summary>
    public QualifiedName? Collation { get; init; }

    /// <summary>Where <c>NULL</c> stands: first, last, or, with <see langword="null"/>, where the database puts it.</summary>
    public bool? NullsFirst { get; init; }

    /// <summary>The operator class, or <see langword="null"/> for the default one. PostgreSQL has them.</summary>
    public QualifiedName? OperatorClass { get; init; }

    /// <summary>A column, upwards.</summary>
    public static implicit operator IndexKey(string column) => new() { Column = column };

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static implicit operator IndexKey(Identifier column) => new() { Column = column };

    /// <summary>A column, upwards.</summary>
    public static IndexKey Ascending(Identifier column) => new() { Column = column };

    /// <summary>A column, downwards.</summary>
    public static IndexKey Descending(Identifier column) => new() { Column = column, IsDescending = true };

    /// <summary>The value of an expression, such as <c>lower(email)</c>.</summary>
    public static IndexKey Of(Sql expression) => new() { Expression = expression };

    void ICanonical.Write(Canon canon) => canon
        .Put("column", Column)
        .Put("expression", Expression)
        .Put("descending", IsDescending)
        .Put("collation", Collation)
        .Put("nulls-first", NullsFirst)
        .Put("operator-class", OperatorClass);
}
