using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql;

/// <summary>What the trigger function of a table does with a row that is written.</summary>
/// <remarks>
/// Expressions are computed as they were written, with the columns that they name declared as variables of a block that is named like the table.
/// In a subquery a column goes before a variable of its name, as it would before a column of an outer row. A query over the row would say the same, and take twice as long.
/// OLD is all NULL in an INSERT, so a column that is supplied counts as changed.
/// </remarks>
internal sealed class DualWriteBody
{
    private readonly Table _table;
    private readonly Dictionary<Assignment, Identifier> _values = [];

    public DualWriteBody(Table table)
    {
        _table = table;
        foreach (var assignment in table.DualWrites.SelectMany(sync => sync.Up.Concat(sync.Down)))
        {
            _values.TryAdd(assignment, $"value{_values.Count + 1}");
        }
    }

    /// <summary>A query that fails if an expression is none that can be computed. PL/pgSQL would find that out in a statement of the application.</summary>
    public static Sql Trial(DualWrite sync, Table table) =>
        $"SELECT {Sql.Join(", ", sync.Up.Concat(sync.Down).Select(assignment => (Sql)$"({Ended(assignment.ValueIn(table))})"))} FROM {table.Name} WHERE FALSE";

    /// <summary>The body, in PL/pgSQL.</summary>
    public Sql Text => $"""
        #variable_conflict use_column
        <<dual_write>>
        DECLARE
            {Lines(_values.Select(value => (Sql)$"{value.Value} {Type(_table.Columns[value.Key.Column])};"))}
        BEGIN
            {Lines([.. _table.DualWrites.Where(sync => sync.Down.Count > 0).Reverse().Select(Backward), .. _table.DualWrites.Select(Forward)])}
            RETURN NEW;
        END
        """;

    /// <summary>Whether the search path decides what the body means. To pin it takes as long as half of the rest, at each row.</summary>
    public bool NeedsPath => !_values.Keys.All(assignment => assignment.IsPlainIn(_table));

    /// <summary>Whether an UPDATE touched anything that the function looks at.</summary>
    public Sql Condition => Any(
    [
        .. _table.DualWrites.Where(sync => sync.Down.Count > 0).SelectMany(sync => sync.Old.Concat(sync.New)).Distinct().Select(IsChanged),
        .. _table.DualWrites.Where(sync => sync is { Down.Count: 0, FillsNewRowsOnly: false }).Select(sync => (Sql)$"({AreMissing(sync)})"),
    ]);

    private Sql Backward(DualWrite sync) => $"""
        -- {Title(sync)}: the new version wrote
        IF {Any(_table.NewerThan(sync).Select(IsChanged))} THEN
            {Bring(sync.Down, unless: sync.Up, always: Sql.Empty)}
        END IF;
        """;

    private Sql Forward(DualWrite sync) => sync.Down.Count == 0
        ? (Sql)$"""
          -- {Title(sync)}: nobody wrote
          IF {Sql.If(sync.FillsNewRowsOnly, $"TG_OP = 'INSERT' AND ")}{AreMissing(sync)} THEN
              {Compute(sync.Up)}
              {Set(sync.Up)}
          END IF;
          """
        : $"""
          -- {Title(sync)}: the old version wrote
          IF ({Any(sync.Old.Select(IsChanged))} OR TG_OP = 'INSERT') AND NOT ({Any(_table.NewerThan(sync).Select(IsChanged))}) THEN
              {Bring(sync.Up, unless: sync.Down, always: $"TG_OP = 'INSERT' OR ")}
          END IF;
          """;

    // In step is a row that has these values already, or the others that belong to it. In a new row whose new values are missing,
    // old values that they would come back as say nothing.
    private Sql Bring(ValueList<Assignment> values, ValueList<Assignment> unless, Sql always) => $"""
        {Compute(values)}
        IF {Any(values.Select(IsOther))} THEN
            {Compute(unless)}
            IF {always}{Any(unless.Select(IsOther))} THEN
                {Set(values)}
            END IF;
        END IF;
        """;

    private Sql Compute(ValueList<Assignment> assignments)
    {
        var bare = assignments.Where(assignment => IsBare(assignment)).Select(assignment => (Sql)$"{_values[assignment]} := {assignment.ValueBy(Read, _table)!};");
        ValueList<Assignment> others = [.. assignments.Where(assignment => !IsBare(assignment))];

        return Lines(others.Count == 0 ? bare : bare.Append(ComputeByName(others)));

        bool IsBare(Assignment assignment) => assignment.ValueBy(Read, _table) is not null;
    }

    private Sql ComputeByName(ValueList<Assignment> assignments)
    {
        // A variable that is called like the row hides it from those that are declared behind it.
        var read = _table.Columns.Where(column => assignments.Any(assignment => SqlLexer.Mentions(assignment.Value, column.Name)))
            .OrderBy(column => column.Name.Value == "new");

        return $"""
            <<{_table.Name.Name}>>
            DECLARE
                {Lines(read.Select(column => (Sql)$"{column.Name} {Type(column)} := NEW.{column.Name};"))}
            BEGIN
                {Lines(assignments.Select(assignment => (Sql)$"dual_write.{_values[assignment]} := {Ended(assignment.ValueIn(_table))};"))}
            END;
            """;
    }

    private static Sql Read(Identifier column) => $"NEW.{column}";

    private Sql Set(ValueList<Assignment> assignments) =>
        Lines(assignments.Select(assignment => (Sql)$"NEW.{assignment.Column} := {_values[assignment]};"));

    private Sql IsChanged(Identifier column) => Differ(column, $"OLD.{column}");

    private Sql IsOther(Assignment assignment) => Differ(assignment.Column, $"{_values[assignment]}");

    private Sql Differ(Identifier column, Sql other) => Comparisons.Differ($"NEW.{column}", other, _table.Columns[column].Type);

    private static Sql AreMissing(DualWrite sync) => Sql.Join(" AND ", sync.New.Select(column => (Sql)$"NEW.{column} IS NULL"));

    private static Sql Type(Column column) => $"{PostgreSqlTypes.Say(column.Type)}{PostgreSqlDialect.Collate(column.Collation)}";

    // A comment at the end would take the semicolon along.
    private static Sql Ended(Sql expression) =>
        SqlLexer.Read(expression.For(Engines.PostgreSql), Engines.PostgreSql).Any(token => token.Kind == SqlTokenKind.Comment) ? (Sql)$"{expression}\n" : expression;

    private static Sql Title(DualWrite sync) => Sql.Raw(sync.Name.Value.ReplaceLineEndings(" "));

    private static Sql Any(IEnumerable<Sql> conditions) => Sql.Join(" OR ", conditions.DefaultIfEmpty((Sql)$"FALSE"));

    private static Sql Lines(IEnumerable<Sql> lines) => Sql.Join("\n", lines);
}
