using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>A column of a table. What it must have are arguments, what it may have are the methods of <see cref="ColumnSyntax"/>.</summary>
/// <example><code>Column.Text("status", max: 20).NotNull().Default("new")</code></example>
/// <param name="Name">The name.</param>
/// <param name="Type">What it holds.</param>
public sealed record Column(Identifier Name, ColumnType Type) : INamed, ICanonical
{
    QualifiedName INamed.Name => Name;

    /// <summary>Whether the column takes <c>NULL</c>. It does unless the migration says otherwise.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>The default, or <see langword="null"/> for none.</summary>
    public Sql? Default { get; init; }

    /// <summary>The collation, or <see langword="null"/> for the database's own.</summary>
    public QualifiedName? Collation { get; init; }

    /// <summary>How the database numbers new rows, or <see langword="null"/> if it does not.</summary>
    public Identity? Identity { get; init; }

    /// <summary>How the value is computed from other columns of the row, or <see langword="null"/> if it is written.</summary>
    public Generated? Generated { get; init; }

    /// <summary>What the column is for, or <see langword="null"/>.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the column was declared to be the primary key. Once in a table, <see cref="Table.PrimaryKey"/> says it instead.</summary>
    public bool IsPrimaryKey { get; init; }

    void ICanonical.Write(Canon canon) => canon
        .Put("name", Name)
        .Put("type", Type.Name)
        .Put("not-null", !IsNullable)
        .Put("default", Default)
        .Put("collation", Collation)
        .Put("identity", Identity)
        .Put("generated", Generated)
        .Put("comment", Comment);
}
