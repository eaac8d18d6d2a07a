namespace SchemaEvolve.Providers;

/// <summary>A place where an application says which database its migrations run on. Provider packages have a method for it, such as <c>UseSqlite</c>.</summary>
public interface IDatabaseChoice
{
    /// <summary>Chooses the database.</summary>
    /// <param name="provider">Makes the provider, once it is needed, from the services of the application.</param>
    void Use(Func<IServiceProvider, DatabaseProvider> provider);

    /// <summary>Chooses the database by its place.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="provider">Makes the provider for it, or for another database of the same kind.</param>
    void Use(DatabasePlace place, Func<DatabasePlace, DatabaseProvider> provider) => Use(_ => provider(place));
}
