using SchemaEvolve.Catalogs;
using SchemaEvolve.Safety.Rules;

namespace SchemaEvolve.Safety;

/// <summary>The rules of the library, and what they find.</summary>
public static class SafetyRules
{
    /// <summary>All rules of the library, by id.</summary>
    public static ValueList<ISafetyRule> All { get; } =
    [
        new BuildsIndexesThatMissRows(),
        new WritesToAFaultyLog(),
        new RunsInTheWrongPlace(),
        new LacksRights(),
        new FillsTheDisk(),
        new RunsOutOfTransactionNumbers(),
        new WaitsForOldTransactions(),
        new MayDamageTheFile(),
        new ForgetsAPreparedTransaction(),
        new KeepsTheLogForNobody(),
        new SortsTextAnew(),
        new BuildsAnIndexForLong(),
        new LocksWritersOut(),
        new RewritesALargeTable(),
        new DropsATableAtOnce(),
        new DropsAColumnAtOnce(),
        new LooksLikeARename(),
        new LosesValuesOnTheWay(),
        new DeletesEveryRow(),
        new KeepsNothing(),
        new DropsWhatIsRead(),
        new ForgetsDeletedRows(),
        new RenamesAColumnInPlace(),
        new RenamesATableInPlace(),
        new RenamesAnEnumValue(),
        new LetsReadersMeetNull(),
        new RequiresWhatNobodyGives(),
        new DropsADefaultInPlace(),
        new AddsAValueThatNobodyKnows(),
        new CannotCompareJson(),
        new BreaksPreparedStatements(),
        new LeavesSubscribersBehind(),
        new BreaksTheRunningVersion(),
        new LetsOldReadersSeeNull(),
        new TakesAwayFromOthers(),
        new WaitsForAFeatureForEver(),
        new MayNotConvert(),
        new MayNotFit(),
        new RunsOutOfNumbers(),
        new PairsDifferentTypes(),
        new HasNoIndexForAForeignKey(),
        new SetsNullWhereNoneMayBe(),
        new SetsADefaultThatIsMissing(),
        new WritesManyRowsAtOnce(),
        new HasNoKeyToGoBy(),
        new WakesTriggers(),
        new CopiesALargeTable(),
        new LiesOnTheNetwork(),
        new HidesTheRowNumber(),
        new NumbersTooNarrowly(),
        new PadsText(),
        new HasNoPrimaryKey(),
        new LetsNullsRepeat(),
        new ComesFromTheFuture(),
        new MayBeHalfDone(),
        new TakesAwayWithoutAReason(),
        new MakesAStartWait(),
        new SuppressesNothing(),
        new CannotBeSeenThrough(),
        new IsUnsafeForNothing(),
        new DoublesAnIndex(),
        new GivesAllRowsOneMoment(),
    ];

    /// <summary>What the rules of the library, and those of the options, find in a plan, but for what its migrations suppress.</summary>
    public static ValueList<Finding> Check(Review review) => Sift(review).Findings;

    /// <summary>The same, with what the migrations of the plan suppress.</summary>
    internal static (ValueList<Finding> Findings, ValueList<SuppressedFinding> Suppressed) Sift(Review review)
    {
        ArgumentNullException.ThrowIfNull(review);

        var suppressions = review.Requests
            .Select(request => request.Migration)
            .Concat(review.Plan.Steps.Select(step => step.Migration))
            .DistinctBy(migration => migration.Id)
            .SelectMany(migration => migration.Suppressions.Select(suppression => (Migration: migration, Suppression: suppression)))
            .ToLookup(one => one.Suppression.Rule);
        var findings = new List<Finding>();
        var suppressed = new List<SuppressedFinding>();
        foreach (var finding in Of(review).SelectMany(rule => rule.Check(review)))
        {
            // What is said of the database may be suppressed by any migration of the plan.
            var about = suppressions[finding.Rule].Where(one => finding.Migration is null || one.Migration.Label == finding.Migration).ToList();
            if (about.Find(one => one.Suppression.Until >= review.Today) is { Suppression: { } suppression, Migration: var migration })
            {
                suppressed.Add(new(finding, migration, suppression));
                continue;
            }

            findings.Add(about is [{ Suppression: var past }, ..]
                ? finding with { Message = $"{finding.Message} {past.Owner} suppressed this until {past.Until:yyyy-MM-dd}, because: {past.Because}" }
                : finding);
        }

        return ([.. findings], [.. suppressed]);
    }

    /// <summary>The rules that look at a plan.</summary>
    internal static IEnumerable<ISafetyRule> Of(Review review) => [.. All, .. review.Options.Rules];
}
