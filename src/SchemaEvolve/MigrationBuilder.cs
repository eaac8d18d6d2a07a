using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>Records the operations of a migration.</summary>
public sealed class MigrationBuilder
{
    private readonly List<Operation> _operations = [];
    private readonly List<Gate> _gates = [];
    private readonly List<Suppression> _suppressions = [];
    private readonly List<Bound> _bounds = [];
    private readonly string? _unsafe;

    /// <summary>Begins an empty recording.</summary>
    public MigrationBuilder()
    {
    }

    private MigrationBuilder(MigrationBuilder recording, string reason) =>
        (_operations, _gates, _bounds, _suppressions, _unsafe) = (recording._operations, recording._gates, recording._bounds, recording._suppressions, reason);

    /// <summary>The operations recorded so far, in order.</summary>
    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>The gates recorded so far.</summary>
    public IReadOnlyList<Gate> Gates => _gates;

    /// <summary>The suppressions recorded so far.</summary>
    public IReadOnlyList<Suppression> Suppressions => _suppressions;

    /// <summary>The bounds recorded so far.</summary>
    public IReadOnlyList<Bound> Bounds => _bounds;

    /// <summary>Creates a table of the given columns. What else belongs to it is said on the result.</summary>
    public TableBuilder CreateTable(QualifiedName name, params ReadOnlySpan<Column> columns)
    {
        Record(new CreateTable(Catalogs.Table.Of(name, columns)));
        return Table(name);
    }

    /// <summary>Drops a table and its rows, once no running version of the application uses it.</summary>
    public void DropTable(QualifiedName name) => Record(new DropTable(name));

    /// <summary>Gives a table another name in the same schema.</summary>
    public void RenameTable(QualifiedName from, Identifier to) => Record(new RenameTable(from, to));

    /// <summary>Widens a primary key before its numbers run out, with the columns of all foreign keys to it, and of the keys of those. Their names stay, and the counter goes on.</summary>
    /// <remarks>
    /// Until the contraction, the numbers still go through the narrow columns of old: a number beyond their range, 2147483647 for an <c>int</c>, fails
    /// then as it would have failed before. So there is reason to contract soon. Afterwards, such numbers stand in the way of a rollback, which names the first of them.
    /// SQLite stores whole numbers of any size alike, so there only the declared types change.
    /// </remarks>
    /// <param name="table">The table of the key.</param>
    /// <param name="to">The type of its columns after, by default <see cref="ColumnType.Int64"/>.</param>
    public void WidenPrimaryKey(QualifiedName table, ColumnType? to = null) => Record(new WidenPrimaryKey(table, to ?? ColumnType.Int64));

    /// <summary>The table that the next operations are about.</summary>
    public TableBuilder Table(QualifiedName name) => new(this, name);

    /// <summary>Creates a schema. SQLite has none.</summary>
    public void CreateSchema(Identifier name) => Record(new CreateSchema(name));

    /// <summary>Drops a schema, which must be empty.</summary>
    public void DropSchema(Identifier name) => Record(new DropSchema(name));

    /// <summary>Creates a type with a fixed list of values, for <see cref="ColumnType.Enum"/>.</summary>
    public void CreateEnum(QualifiedName name, params ReadOnlySpan<string> values) => Record(new CreateEnum(new(name, [.. values])));

    /// <summary>Drops an enum type that no column uses any more.</summary>
    public void DropEnum(QualifiedName name) => Record(new DropEnum(name));

    /// <summary>Adds a value to an enum type, last or before another value.</summary>
    public void AddEnumValue(QualifiedName name, string value, string? before = null) => Record(new AddEnumValue(name, value, before));

    /// <summary>Gives a value of an enum type another name, in all rows at once.</summary>
    public void RenameEnumValue(QualifiedName name, string from, string to) => Record(new RenameEnumValue(name, from, to));

    /// <summary>Takes a value from an enum type. No row may have it. PostgreSQL cannot do that.</summary>
    public void DropEnumValue(QualifiedName name, string value) => Record(new DropEnumValue(name, value));

    /// <summary>Creates a counter that belongs to no column. SQLite has none.</summary>
    public void CreateSequence(QualifiedName name, long start = 1, long increment = 1) => Record(new CreateSequence(new(name, start, increment)));

    /// <summary>Drops a counter, and with it how far it had counted.</summary>
    public void DropSequence(QualifiedName name) => Record(new DropSequence(name));

    /// <summary>Gives the database an extension that is installed on the server. SQLite has none.</summary>
    public void CreateExtension(Identifier name) => Record(new CreateExtension(name));

    /// <summary>Takes an extension away that nothing uses any more.</summary>
    public void DropExtension(Identifier name) => Record(new DropExtension(name));

    /// <summary>Runs SQL that the other methods have no word for.</summary>
    /// <param name="up">The SQL, of one or more statements. Where the databases differ, <see cref="Sql.Per"/>.</param>
    /// <param name="down">The SQL that undoes it.</param>
    /// <param name="during">The phase in which it runs. Only the author can tell; what takes something away belongs in Contract.</param>
    /// <param name="transactional">Whether it runs in the transaction of its step. Some statements refuse to.</param>
    public void Sql(Sql up, Sql down, Phase during = Phase.Expand, bool transactional = true) =>
        Record(new RunSql(up, Undo.By(down), during) { IsTransactional = transactional });

    /// <summary>Runs SQL that cannot be undone.</summary>
    /// <param name="up">The SQL, of one or more statements.</param>
    /// <param name="reason">Why there is no way back. A rollback lists it before it touches anything.</param>
    /// <param name="during">The phase in which it runs.</param>
    /// <param name="transactional">Whether it runs in the transaction of its step.</param>
    public void SqlIrreversible(Sql up, string reason, Phase during = Phase.Expand, bool transactional = true) =>
        Record(new RunSql(up, Undo.Impossible(reason), during) { IsTransactional = transactional });

    /// <summary>Runs a step in C#, in a transaction that is committed together with the journal entry.</summary>
    /// <param name="name">What the step does, in a few words.</param>
    /// <param name="version">The version of the code. Together with the name it stands for the code in the fingerprint.</param>
    /// <param name="up">The code.</param>
    /// <param name="down">The code that undoes it.</param>
    /// <param name="during">The phase in which it runs.</param>
    public void Run(string name, int version, MigrationCode up, MigrationCode down, Phase during = Phase.Expand) =>
        Record(new RunCode(name, version, during) { Up = up, Down = down });

    /// <summary>Runs a step in C# that cannot be undone.</summary>
    /// <param name="name">What the step does, in a few words.</param>
    /// <param name="version">The version of the code.</param>
    /// <param name="up">The code.</param>
    /// <param name="reason">Why there is no way back. A rollback lists it before it touches anything.</param>
    /// <param name="during">The phase in which it runs.</param>
    public void RunIrreversible(string name, int version, MigrationCode up, string reason, Phase during = Phase.Expand)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);

        Record(new RunCode(name, version, during) { Up = up, Irreversible = reason });
    }

    /// <summary>Stops the migration, at this place and before it does more, unless the rows are as it needs them.</summary>
    /// <param name="rule">What must be so, in a sentence.</param>
    /// <param name="offenders">A query for the rows that break the rule. The error shows some of them.</param>
    public void Require(string rule, Sql offenders) => Record(new CheckRows(rule, offenders, Phase.Expand));

    /// <summary>Checks the rows after they have been brought up to date, and before anything is taken away.</summary>
    /// <param name="rule">What must be so, in a sentence.</param>
    /// <param name="offenders">A query for the rows that break the rule. The error shows some of them.</param>
    public void Verify(string rule, Sql offenders) => Record(new CheckRows(rule, offenders, Phase.Migrate));

    /// <summary>Does what follows in place and at once, whatever it does to the version of the application that is running.</summary>
    /// <param name="reason">Why that is acceptable. It is journaled.</param>
    /// <param name="define">What is to change.</param>
    public void Unsafe(string reason, Action<MigrationBuilder> define)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentNullException.ThrowIfNull(define);

        define(new(this, reason));
    }

    /// <summary>Says what has to be so before this migration takes anything away, besides what always has to be. See <see cref="Gate"/>.</summary>
    /// <remarks>Gates may change after the migration has run: they say when, and not what.</remarks>
    /// <example><code>schema.ContractWhen(Gate.Soaked(TimeSpan.FromDays(7)), Gate.Feature("phone-numbers"));</code></example>
    public void ContractWhen(params ReadOnlySpan<Gate> gates) => _gates.AddRange(gates);

    /// <summary>Lets a rule of safety say nothing of this migration any more, for a while.</summary>
    /// <remarks>Suppressions may change after the migration has run. One that has ended lets the rule speak again, and one that silences nothing is a finding of its own.</remarks>
    /// <example><code>schema.Suppress("SE509", because: "Countries are never deleted", owner: "front-desk", until: new(2027, 3, 1));</code></example>
    /// <param name="rule">The id of the rule.</param>
    /// <param name="because">Why the danger is none here.</param>
    /// <param name="owner">Who answers for that.</param>
    /// <param name="until">The last day on which it holds.</param>
    public void Suppress(string rule, string because, string owner, DateOnly until)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(rule);
        ArgumentException.ThrowIfNullOrWhiteSpace(because);
        ArgumentException.ThrowIfNullOrWhiteSpace(owner);

        _suppressions.Add(new(rule, because, owner, until));
    }

    /// <summary>Promises that no statement of this migration takes a stronger lock on a table that was there before. A plan that would break the promise is refused, before anything is touched.</summary>
    /// <remarks>Bounds may change after the migration has run. SQLite locks the whole file whatever is done, so there this one says nothing.</remarks>
    /// <param name="strongest">The strongest lock.</param>
    /// <example><code>schema.AtMost(TableLock.ShareUpdateExclusive);</code></example>
    public void AtMost(TableLock strongest) => _bounds.Add(new LockBound(strongest));

    /// <summary>Promises that this migration writes no table anew that was there before.</summary>
    /// <remarks>Bounds may change after the migration has run. See <see cref="AtMost"/>.</remarks>
    public void NoRewrite() => _bounds.Add(new RewriteBound());

    /// <summary>Promises that this migration reads no table whole that was there before while those wait who want to write to it.</summary>
    /// <remarks>Bounds may change after the migration has run. See <see cref="AtMost"/>.</remarks>
    public void NoScanUnderLock() => _bounds.Add(new ScanBound());

    /// <summary>Records any operation, built-in or put together from built-in ones.</summary>
    public void Record(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);

        _operations.Add(_unsafe is null ? operation : new Unsafe(_unsafe, operation));
    }
}
