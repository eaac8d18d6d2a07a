using System.Globalization;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>Puts a catalog together from what the queries found.</summary>
internal static class CatalogReader
{
    public static Catalog Read(
        IEnumerable<ColumnRow> columns,
        ILookup<long, ConstraintRow> constraints,
        ILookup<long, IndexKeyRow> indexes,
        IReadOnlyList<OtherRow> others)
    {
        var parts = others.Where(row => row.TableId is not null).ToLookup(row => row.TableId!.Value);
        var tables = columns.GroupBy(row => row.TableId).ToDictionary(
            rows => rows.Key,
            rows => ReadTable([.. rows], [.. constraints[rows.Key]], indexes[rows.Key], [.. parts[rows.Key]]));

        return new()
        {
            Tables = [.. tables.Values],
            Schemas = [.. others.Where(row => row.Kind == OtherKinds.Schema).Select(row => new Schema(row.Name))],
            Enums =
            [
                .. others.Where(row => row.Kind == OtherKinds.Enum)
                    .Select(row => new EnumDefinition(Name(row.Schema, row.Name), [.. row.Definition.Split('\n')])),
            ],
            Sequences = [.. others.Where(row => row.Kind == OtherKinds.PlainSequence).Select(ReadSequence)],
            Extensions = [.. others.Where(row => row.Kind == OtherKinds.Extension).Select(row => new Extension(row.Name))],
            Aliases =
            [
                .. others.Where(row => row.Kind == OtherKinds.Alias)
                    .Select(row => new Alias(Name(row.Schema, row.Name), tables[row.TableId!.Value].Name) { Source = new(row.Definition) }),
            ],
            // Each side says it; one alone would not keep them equal.
            Mirrors =
            [
                .. others.Where(row => row.Kind == OtherKinds.DualWrites)
                    .Select(row => MirrorNotes.Read(row.Definition))
                    .OfType<Mirror>()
                    .GroupBy(mirror => mirror)
                    .Where(sides => sides.Count() == 2)
                    .Select(sides => sides.Key),
            ],
            Opaques = Distinct(others
                .Where(row => row.TableId is null && !OtherKinds.IsKnown(row.Kind))
                .Select(row => new Opaque(row.Kind, Name(row.Schema, row.Name), Sql.Raw(row.Definition)))),
        };
    }

    private static Sequence ReadSequence(OtherRow row)
    {
        var numbers = row.Definition.Split('\n').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();

        return new(Name(row.Schema, row.Name), Start: numbers[0], Increment: numbers[1]);
    }

    private static Table ReadTable(
        IReadOnlyList<ColumnRow> columns,
        IReadOnlyList<ConstraintRow> constraints,
        IEnumerable<IndexKeyRow> indexes,
        IReadOnlyList<OtherRow> parts)
    {
        var first = columns[0];

        return new(Name(first.Schema, first.Table))
        {
            Columns = [.. columns.Where(row => row.Column is not null).Select(ReadColumn)],
            PrimaryKey = constraints.Where(row => row.Kind == "p").Select(row => new PrimaryKey(row.Name, Names(row.Columns))).FirstOrDefault(),
            Uniques = [.. Known("u").Select(ReadUnique)],
            Checks = [.. Known("c").Concat(Known("n")).Select(ReadCheck)],
            ForeignKeys = [.. Known("f").Select(ReadForeignKey)],
            Exclusions = [.. Known("x").Select(ReadExclusion)],
            Indexes = [.. indexes.GroupBy(row => row.Name).Select(rows => ReadIndex([.. rows]))],
            DualWrites = [.. parts.Where(row => row.Kind == OtherKinds.DualWrites).SelectMany(notes => DualWriteNotes.Read(notes.Definition))],
            Options = [.. Options(first).Order(StringComparer.Ordinal)],
            Comment = first.TableComment,
            Opaques = Distinct(
            [
                .. constraints.Where(row => row.IsOpaque && row.Kind != "p").Select(row => new Opaque("constraint", row.Name, Sql.Raw(row.Source))),
                .. parts.Where(row => !OtherKinds.IsKnown(row.Kind)).Select(row => new Opaque(row.Kind, row.Name, Sql.Raw(row.Definition))),
            ]),
        };

        IEnumerable<ConstraintRow> Known(string kind) => constraints.Where(row => row.Kind == kind && !row.IsOpaque);
    }

    private static Column ReadColumn(ColumnRow row) => new(row.Column!, ReadType(row))
    {
        IsNullable = !row.IsRequired,
        Default = row is { Expression: { } value, Generated: null or "" } ? Deparsed.Default(value) : null,
        Generated = row is { Expression: { } expression, Generated: { Length: > 0 } kind } ? new(Deparsed.Expression(expression), IsStored: kind == "s") : null,
        Identity = row.Identity is { Length: > 0 } identity ? new(identity == "a", row.IdentityStart, row.IdentityIncrement) : null,
        Collation = NameOf(row.CollationSchema, row.Collation),
        Comment = row.Comment,
    };

    private static ColumnType ReadType(ColumnRow row)
    {
        var type = row.Enum is { } name ? ColumnType.Enum(Name(row.EnumSchema, name)) : PostgreSqlTypes.Understand(row.Type);

        return row.IsArray ? new ArrayType(type) : type;
    }

    private static IEnumerable<string> Options(ColumnRow row) =>
        [.. row.Options?.Split('\n') ?? [], .. row.IsUnlogged ? [PostgreSqlDialect.Unlogged] : Array.Empty<string>()];

    private static Unique ReadUnique(ConstraintRow row) => new(row.Name, Names(row.Columns))
    {
        Deferral = ReadDeferral(row),
        AreNullsDistinct = !row.AreNullsEqual,
    };

    // Since 18, NOT NULL that is not validated yet is a constraint of its own. The model knows it as the check that it is.
    private static Check ReadCheck(ConstraintRow row) =>
        new(row.Name, row.Kind == "n" ? $"{new Identifier(row.Columns[0])} IS NOT NULL" : Deparsed.Expression(row.Condition!))
        {
            IsValidated = row.IsValidated,
        };

    private static ForeignKey ReadForeignKey(ConstraintRow row) =>
        new(row.Name, Names(row.Columns), Name(row.OtherSchema, row.Other!), Names(row.OtherColumns!))
        {
            OnDelete = ReadAction(row.OnDelete),
            OnUpdate = ReadAction(row.OnUpdate),
            Deferral = ReadDeferral(row),
            IsValidated = row.IsValidated,
        };

    private static Exclusion ReadExclusion(ConstraintRow row) => new(
        row.Name,
        row.Method!,
        [.. row.Expressions!.Zip(row.Operators!, (expression, comparison) => new ExclusionElement(Deparsed.Expression(expression), comparison))])
    {
        Condition = row.Condition is { } condition ? Deparsed.Expression(condition) : null,
    };

    private static ReferentialAction ReadAction(string? letter) => letter switch
    {
        "r" => ReferentialAction.Restrict,
        "c" => ReferentialAction.Cascade,
        "n" => ReferentialAction.SetNull,
        "d" => ReferentialAction.SetDefault,
        _ => ReferentialAction.NoAction,
    };

    private static Deferral ReadDeferral(ConstraintRow row) => row switch
    {
        { IsDeferred: true } => Deferral.InitiallyDeferred,
        { IsDeferrable: true } => Deferral.InitiallyImmediate,
        _ => Deferral.None,
    };

    private static Index ReadIndex(IReadOnlyList<IndexKeyRow> keys) => new(keys[0].Name, [.. keys.Where(key => !key.IsIncluded).Select(ReadKey)])
    {
        IsUnique = keys[0].IsUnique,
        IsValid = keys[0].IsValid,
        Method = keys[0].Method,
        Condition = keys[0].Condition is { } condition ? Deparsed.Expression(condition) : null,
        Included = [.. keys.Where(key => key.IsIncluded).Select(key => new Identifier(key.Column!))],
        AreNullsDistinct = !keys[0].AreNullsEqual,
        Source = new(keys[0].Source),
    };

    private static IndexKey ReadKey(IndexKeyRow row)
    {
        var key = row.Column is { } column ? IndexKey.Ascending(column) : IndexKey.Of(Deparsed.Expression(row.Expression!));

        return key with
        {
            IsDescending = row.IsDescending,
            // Unless told otherwise, NULL stands where the greatest value does.
            NullsFirst = row.AreNullsFirst == row.IsDescending ? null : row.AreNullsFirst,
            Collation = NameOf(row.CollationSchema, row.Collation),
            OperatorClass = NameOf(row.OperatorSchema, row.OperatorClass),
        };
    }

    // A trigger and a policy may have the same name, and so may a view and a function.
    private static NamedList<Opaque> Distinct(IEnumerable<Opaque> opaques)
    {
        var seen = new HashSet<QualifiedName>();

        return [.. opaques.Select(opaque => seen.Add(opaque.Name) ? opaque : opaque with { Name = opaque.Name.Sibling($"{opaque.Name.Name} ({opaque.Kind})") })];
    }

    private static QualifiedName? NameOf(string? schema, string? name) => name is { } known ? Name(schema, known) : default(QualifiedName?);

    private static QualifiedName Name(string? schema, string name) => schema is { } known ? (known, name) : name;

    private static ValueList<Identifier> Names(IEnumerable<string> names) => [.. names.Select(name => new Identifier(name))];
}
