using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql;

/// <summary>Says what a statement costs those who use the same tables, as measured on every major version.</summary>
internal static class Costs
{
    extension(Statement statement)
    {
        /// <summary>The statement takes a lock on a table.</summary>
        public Statement Locking(QualifiedName table, TableLock mode) => statement.Costing(new(table, mode));

        /// <summary>The statement takes a lock on a table and reads all its rows.</summary>
        public Statement Scanning(QualifiedName table, TableLock mode) => statement.Costing(new(table, mode) { Scans = true });

        /// <summary>The statement writes all rows of a table anew while everyone waits.</summary>
        public Statement Rewriting(QualifiedName table) =>
            statement.Costing(new(table, TableLock.AccessExclusive) { Rewrites = true, Scans = true });

        private Statement Costing(Impact impact) =>
            statement with { Impacts = [.. statement.Impacts.Where(other => other.Table != impact.Table), impact] };
    }
}
