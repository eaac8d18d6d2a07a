using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite;

/// <summary>Says what a statement costs. Whoever writes to the file waits meanwhile, whatever table it is about.</summary>
internal static class Costs
{
    extension(Statement statement)
    {
        /// <summary>The statement reads all rows of a table.</summary>
        public Statement Scanning(QualifiedName table) => statement with { Impacts = [new(table, TableLock.Exclusive) { Scans = true }] };

        /// <summary>The statement writes all rows of a table anew.</summary>
        public Statement Rewriting(QualifiedName table) => statement with { Impacts = [new(table, TableLock.Exclusive) { Rewrites = true, Scans = true }] };
    }
}
