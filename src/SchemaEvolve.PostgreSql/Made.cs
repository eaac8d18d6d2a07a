using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.PostgreSql;

/// <summary>What nobody else can know of yet: what a step has made so far.</summary>
/// <param name="unused">The tables of a database that nobody uses, none of which anybody else knows, or <see langword="null"/> if it is used.</param>
internal sealed class Made(Catalog? unused)
{
    private readonly HashSet<QualifiedName> _names = [];

    public bool Contains(QualifiedName name) => _names.Contains(name) || unused?.Tables.Contains(name) is true;

    /// <summary>Goes on behind a change.</summary>
    public void Follow(Change change)
    {
        switch (change)
        {
            case CreateTable c:
                _names.Add(c.Table.Name);
                break;
            case CreateEnum c:
                _names.Add(c.Definition.Name);
                break;
            case RenameTable c when Contains(c.From):
                _names.Add(c.From.Sibling(c.To));
                break;
            case CreateAlias c:
                _names.Add(c.Alias.Name);
                break;
        }
    }
}
