using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Sqlite.Texts;

namespace SchemaEvolve.Sqlite;

/// <summary>Follows SQLite through a rename, which rewrites the statements of everything that uses the name.</summary>
internal static class Renames
{
    public static Catalog Apply(RenameTable change, Catalog before)
    {
        var name = change.From.Sibling(change.To);
        var after = change.Apply(before);

        return Forget(change.From.Name, after with
        {
            Tables = after.Tables
                .Select(table => Rewrite(table, text => text.Select(rule => rule.RenameReferred(change.From.Name, change.To))))
                .Replace(name, table => Rewrite(table, text => text.Named(change.To)))
                .Replace(name, table => RewriteIndexes(table, index => index.RenameTable(change.To))),
        });
    }

    public static Catalog Apply(EntombTable change, Catalog before)
    {
        // It refuses what a mere rename would take along.
        _ = change.Apply(before);

        return Apply(new RenameTable(change.Table, change.Tombstone), before);
    }

    public static Catalog Apply(ExhumeTable change, Catalog before) => Apply(new RenameTable(change.Tombstone, change.Table), before);

    public static Catalog Apply(RenameColumn change, Catalog before)
    {
        var after = change.Apply(before);

        return Forget(change.From, after with
        {
            Tables = after.Tables
                .Select(table => Rewrite(table, text => text.Select(rule => rule.RenameReferred(change.Table.Name, change.From, change.To))))
                .Replace(change.Table, table => Rewrite(table, text => text.RenameColumn(change.From, change.To)))
                .Replace(change.Table, table => RewriteIndexes(table, index => index.RenameColumn(change.From, change.To))),
        });
    }

    public static Index Apply(RenameIndex change, Index index) => index with
    {
        Name = change.To,
        Source = index.Source.Text is { } source ? new(new IndexText(source).Named(change.To)) : default,
    };

    /// <summary>Whether the text of a trigger is as SQLite has it now.</summary>
    public static bool IsKnown(Opaque trigger) => !trigger.Definition.IsEmpty;

    private static Table Rewrite(Table table, Func<TableText, TableText> edit) =>
        table.Source.Text is { } source ? table with { Source = new(edit(TableText.Read(source)).ToString()) } : table;

    private static Table RewriteIndexes(Table table, Func<IndexText, string> edit) => table with
    {
        Indexes = table.Indexes.Select(index => index.Source.Text is { } source ? index with { Source = new(edit(new(source))) } : index),
    };

    // Which of the names in a trigger are this one, only SQLite can tell, and it has to be asked again.
    private static Catalog Forget(Identifier name, Catalog catalog) => catalog with
    {
        Tables = catalog.Tables.Select(table => table with { Opaques = table.Opaques.Select(trigger => Forget(name, trigger)) }),
    };

    private static Opaque Forget(Identifier name, Opaque trigger) =>
        SqlLexer.Mentions(trigger.Definition, name) ? trigger with { Definition = Sql.Empty } : trigger;
}
