using System.Security.Cryptography;
using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Sqlite.Texts;

/// <summary>What kind of constraint a clause is, and what it is called even if its author gave it no name.</summary>
internal static class Rules
{
    extension(Clause rule)
    {
        public bool IsKey => rule.Is("PRIMARY");

        public bool IsUnique => rule.Is("UNIQUE");

        public bool IsForeignKey => rule.Is("FOREIGN") || rule.Is("REFERENCES");

        public bool IsNullRule => rule.Is("NOT") || rule.Is("NULL");

        /// <summary>The columns that the rule is about: those in its bracket, or the one that it stands behind.</summary>
        public ValueList<Identifier> ColumnsOr(ColumnText? owner) => owner is null ? rule.Columns : [owner.Name];

        /// <summary>The name, or one that depends on nothing but what the rule says, so that it stays the same while neighbours come and go.</summary>
        public Identifier NameOr(ColumnText? owner) => rule.Name ?? (rule switch
        {
            _ when rule.IsUnique => $"uq_{string.Join('_', rule.ColumnsOr(owner))}",
            _ when rule.IsForeignKey => $"fk_{string.Join('_', rule.ColumnsOr(owner))}",
            _ => $"ck_{Hash(rule.Expression.For(Engines.Sqlite))}",
        });
    }

    private static string Hash(string expression) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SqlLexer.Normalize(expression, Engines.Sqlite))))[..8];
}
