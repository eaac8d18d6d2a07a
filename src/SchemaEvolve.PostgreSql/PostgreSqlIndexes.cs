namespace SchemaEvolve.PostgreSql;

/// <summary>What only PostgreSQL's indexes may have.</summary>
/// <example><code>schema.Table("documents").AddIndex(["payload"], index => index.Using("gin"));</code></example>
public static class PostgreSqlIndexes
{
    extension(Index index)
    {
        /// <summary>Makes it an index of another kind, such as <c>gin</c> or <c>brin</c>.</summary>
        public Index Using(string method) => index with { Method = method };

        /// <summary>Keeps columns in the index that it does not sort by, so that reading them needs no look at the table.</summary>
        public Index Include(params ReadOnlySpan<Identifier> columns) => index with { Included = [.. columns] };

        /// <summary>Takes two rows with <c>NULL</c> for the same. PostgreSQL can since version 15.</summary>
        public Index NullsNotDistinct() => index with { AreNullsDistinct = false };
    }

    extension(IndexKey key)
    {
        /// <summary>Compares by an operator class, such as <c>text_pattern_ops</c>.</summary>
        public IndexKey With(QualifiedName operatorClass) => key with { OperatorClass = operatorClass };
    }
}
