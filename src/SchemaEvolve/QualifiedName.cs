namespace SchemaEvolve;

/// <summary>The name of a table or another thing that lives in a schema, with the schema if it is not the default one.</summary>
/// <remarks>
/// A plain string names a thing in the default schema, a pair names one elsewhere:
/// <code>
/// schema.Table("orders");
/// schema.Table(("sales", "orders"));
/// </code>
/// A dot in a string is part of the name.
/// </remarks>
/// <param name="Schema">The schema, or <see langword="null"/> for the default one.</param>
/// <param name="Name">The name within the schema.</param>
public readonly record struct QualifiedName(Identifier? Schema, Identifier Name)
{
    /// <summary>The name as it stands in SQL, each part in double quotes.</summary>
    public string Quoted => Schema is { } schema ? $"{schema.Quoted}.{Name.Quoted}" : Name.Quoted;

    /// <summary>Names a thing in the default schema.</summary>
    public static implicit operator QualifiedName(string name) => new(null, name);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static implicit operator QualifiedName(Identifier name) => new(null, name);

    /// <summary>Names a thing in a schema.</summary>
    public static implicit operator QualifiedName((string Schema, string Name) name) => new(name.Schema, name.Name);

    /// <summary>Another name in the same schema.</summary>
    public QualifiedName Sibling(Identifier name) => this with { Name = name };

    public override string ToString() => Schema is { } schema ? $"{schema}.{Name}" : Name.ToString();
}
