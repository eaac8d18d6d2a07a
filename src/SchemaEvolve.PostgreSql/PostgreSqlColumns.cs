namespace SchemaEvolve.PostgreSql;

/// <summary>The columns that only PostgreSQL has.</summary>
public static class PostgreSqlColumns
{
    extension(Column)
    {
        /// <summary>A column of JSON, kept parsed: quicker to search, and without the spelling in which it was written.</summary>
        public static Column Jsonb(Identifier name) => new(name, new JsonbType());

        /// <summary>A column of lists.</summary>
        /// <example><code>Column.Array("tags", ColumnType.Text())</code></example>
        public static Column Array(Identifier name, ColumnType of) => new(name, new ArrayType(of));

        /// <summary>A column of text that is compared without regard to case. It needs the extension <c>citext</c>.</summary>
        public static Column Citext(Identifier name) => new(name, ColumnType.Custom($"citext"));

        /// <summary>A column of keys and values. It needs the extension <c>hstore</c>.</summary>
        public static Column Hstore(Identifier name) => new(name, ColumnType.Custom($"hstore"));

        /// <summary>A column of spans of time.</summary>
        public static Column Interval(Identifier name) => new(name, ColumnType.Custom($"interval"));

        /// <summary>A column of network addresses.</summary>
        public static Column Inet(Identifier name) => new(name, ColumnType.Custom($"inet"));

        /// <summary>A column of words that can be searched for.</summary>
        public static Column Tsvector(Identifier name) => new(name, ColumnType.Custom($"tsvector"));
    }
}

/// <summary>JSON, kept parsed.</summary>
public sealed record JsonbType : ColumnType
{
    public override string Name => "jsonb";
}

/// <summary>A list of values of one type.</summary>
/// <param name="Of">The type of the values.</param>
public sealed record ArrayType(ColumnType Of) : ColumnType
{
    public override string Name => $"{Of.Name}[]";
}
