namespace SchemaEvolve.Sqlite.Texts;

/// <summary>A constraint of a whole table, in a <c>CREATE TABLE</c> statement.</summary>
internal sealed record ConstraintText(Clause Rule, string Tail) : Element(Tail)
{
    public override string Body => Rule.Text;

    public override IEnumerable<Clause> Rules => [Rule];

    public override Element Select(Func<Clause, Clause> replacement) => this with { Rule = replacement(Rule) };
}
