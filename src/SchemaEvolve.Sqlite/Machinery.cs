using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.DualWrites;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.Sqlite;

/// <summary>The triggers and views that this library has put beside a table, none of which the catalog speaks of by itself.</summary>
internal static class Machinery
{
    /// <summary>A change of a table, with what depends on its shape out of its way and made anew, or left in peace if it stays the same.</summary>
    /// <param name="statements">The change.</param>
    /// <param name="before">The catalog before.</param>
    /// <param name="table">The table before.</param>
    /// <param name="after">The catalog after.</param>
    /// <param name="name">The name of the table after.</param>
    public static IEnumerable<Statement> Around(IEnumerable<Statement> statements, Catalog before, QualifiedName table, Catalog after, QualifiedName name) =>
        AroundViews(AroundTriggers(statements, before, table, after, name), before, table, after, name);

    /// <inheritdoc cref="Around"/>
    public static IEnumerable<Statement> AroundViews(IEnumerable<Statement> statements, Catalog before, QualifiedName table, Catalog after, QualifiedName name)
    {
        var views = Views(before, table).ToList();
        var create = Views(after, name).SelectMany(view => view.Create).ToList();

        return views.SelectMany(view => view.Create).SequenceEqual(create)
            ? statements
            : [.. views.Select(view => Run(view.Drop)), .. statements, .. create.Select(Run)];
    }

    /// <summary>The triggers of a table, which go with it.</summary>
    public static IEnumerable<Statement> Create(Table table, Catalog catalog) => Triggers(table, catalog).Select(Run);

    /// <inheritdoc cref="Around"/>
    public static IEnumerable<Statement> AroundTriggers(IEnumerable<Statement> statements, Catalog before, QualifiedName table, Catalog after, QualifiedName name) =>
        Triggers(before[table], before).SequenceEqual(Triggers(after[name], after))
            ? statements
            : [.. Drop(before[table], before), .. statements, .. Create(after[name], after)];

    private static IEnumerable<Statement> Drop(Table table, Catalog catalog) =>
    [
        .. table.DualWrites.Count == 0 ? [] : Drop(DualWriteTriggers.OnInsertOf(table.Name), DualWriteTriggers.OnUpdateOf(table.Name)),
        .. Sides(table, catalog).SelectMany(side => Drop(MirrorTriggers.OnInsertOf(side.Own, side.Other), MirrorTriggers.OnUpdateOf(side.Own, side.Other))),
    ];

    private static IEnumerable<Statement> Drop(params IEnumerable<Identifier> triggers) => triggers.Select(trigger => Run($"DROP TRIGGER {trigger}"));

    private static IEnumerable<Sql> Triggers(Table table, Catalog catalog) =>
    [
        .. table.DualWrites.Count == 0 ? [] : Triggers(new DualWriteTriggers(table, catalog)),
        .. Sides(table, catalog).SelectMany(side => Triggers(new MirrorTriggers(side.Own, side.Other, table))),
    ];

    private static IEnumerable<Sql> Triggers(DualWriteTriggers triggers) => [triggers.OnInsert, triggers.OnUpdate];

    private static IEnumerable<Sql> Triggers(MirrorTriggers triggers) => [triggers.OnInsert, triggers.OnUpdate];

    private static IEnumerable<(KeyedColumn Own, KeyedColumn Other)> Sides(Table table, Catalog catalog) => catalog.Mirrors
        .Where(mirror => mirror.In(table.Name) is not null)
        .Select(mirror => mirror.From.Table == table.Name ? (mirror.From, mirror.To) : (mirror.To, mirror.From));

    private static IEnumerable<AliasView> Views(Catalog catalog, QualifiedName table) =>
        catalog.Aliases.Where(alias => alias.Of == table).Select(alias => new AliasView(alias, catalog[table]));
}
