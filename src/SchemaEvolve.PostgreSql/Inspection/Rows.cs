namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>A row of <c>tables.sql</c>.</summary>
internal sealed record ColumnRow
{
    public long TableId { get; init; }

    public string? Schema { get; init; }

    public string Table { get; init; } = "";

    public bool IsUnlogged { get; init; }

    public string? Options { get; init; }

    public string? TableComment { get; init; }

    public string? Column { get; init; }

    public string Type { get; init; } = "";

    public bool IsArray { get; init; }

    public string? EnumSchema { get; init; }

    public string? Enum { get; init; }

    public bool IsRequired { get; init; }

    public string? Expression { get; init; }

    public string? Generated { get; init; }

    public string? Identity { get; init; }

    public long IdentityStart { get; init; }

    public long IdentityIncrement { get; init; }

    public string? CollationSchema { get; init; }

    public string? Collation { get; init; }

    public string? Comment { get; init; }
}

/// <summary>A row of <c>constraints.sql</c>.</summary>
internal sealed record ConstraintRow
{
    public long TableId { get; init; }

    public string Name { get; init; } = "";

    public string Kind { get; init; } = "";

    public string[] Columns { get; init; } = [];

    public string? OtherSchema { get; init; }

    public string? Other { get; init; }

    public string[]? OtherColumns { get; init; }

    public string? OnDelete { get; init; }

    public string? OnUpdate { get; init; }

    public bool IsDeferrable { get; init; }

    public bool IsDeferred { get; init; }

    public bool IsValidated { get; init; }

    public bool AreNullsEqual { get; init; }

    public string? Condition { get; init; }

    public string? Method { get; init; }

    public string[]? Expressions { get; init; }

    public string[]? Operators { get; init; }

    public bool IsOpaque { get; init; }

    public string Source { get; init; } = "";
}

/// <summary>A row of <c>indexes.sql</c>.</summary>
internal sealed record IndexKeyRow
{
    public long TableId { get; init; }

    public string Name { get; init; } = "";

    public bool IsUnique { get; init; }

    public bool IsValid { get; init; }

    public string? Method { get; init; }

    public string? Condition { get; init; }

    public bool AreNullsEqual { get; init; }

    public string Source { get; init; } = "";

    public bool IsIncluded { get; init; }

    public string? Column { get; init; }

    public string? Expression { get; init; }

    public bool IsDescending { get; init; }

    public bool AreNullsFirst { get; init; }

    public string? CollationSchema { get; init; }

    public string? Collation { get; init; }

    public string? OperatorSchema { get; init; }

    public string? OperatorClass { get; init; }
}

/// <summary>A row of <c>volatile.sql</c>.</summary>
internal sealed record VolatileRow
{
    public string Schema { get; init; } = "";

    public string Name { get; init; } = "";

    public bool IsVisible { get; init; }
}

/// <summary>A row of <c>others.sql</c>.</summary>
internal sealed record OtherRow
{
    public string Kind { get; init; } = "";

    public string? Schema { get; init; }

    public string Name { get; init; } = "";

    public long? TableId { get; init; }

    public string Definition { get; init; } = "";
}

/// <summary>A row of <c>spelled.sql</c>.</summary>
internal sealed record SpelledRow
{
    public string Name { get; init; } = "";

    public string? Expression { get; init; }
}
