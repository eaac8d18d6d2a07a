using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>What gates look at besides the history of a database, all at one moment of the server's clock.</summary>
/// <param name="Now">The moment.</param>
/// <param name="Instances">Who has joined the database and not left, running or not.</param>
/// <param name="Approvals">What was approved and not revoked.</param>
public sealed record Observation(DateTimeOffset Now, ValueList<Instance> Instances, ValueList<Approval> Approvals);
