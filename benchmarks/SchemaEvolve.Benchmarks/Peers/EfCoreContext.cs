using Microsoft.EntityFrameworkCore;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>A context of EF Core without entities: what is measured are its migrations.</summary>
public sealed class EfCoreContext(DbContextOptions<EfCoreContext> options) : DbContext(options);
