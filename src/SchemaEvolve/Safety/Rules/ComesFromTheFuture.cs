using System.Globalization;

namespace SchemaEvolve.Safety.Rules;

/// <summary>The id of a migration is a time that is still to come.</summary>
internal sealed class ComesFromTheFuture : ISafetyRule
{
    public string Id => "SE913";

    public string Danger => "A migration of tomorrow";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Requests
            .DistinctBy(request => request.Migration.Id)
            .Where(request => DateOf(request.Migration.Id) is { } day && day > review.Today.AddDays(1))
            .Select(request => this.Finds(
                request,
                $"The id of the migration is a time to come: today is {review.Today:yyyy-MM-dd}. All that others write until then counts as older than what has run. Give it the time of writing.",
                $"[Migration({review.Today:yyyy_MM_dd}_0900)]"));

    private static DateOnly? DateOf(long id) =>
        DateOnly.TryParseExact($"{id / 10_000}", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
