namespace SchemaEvolve;

/// <summary>When existing rows are brought up to date.</summary>
public enum Backfilling
{
    /// <summary>In <see cref="Migrator.MigrateAsync"/>, which ends when the rows are verified.</summary>
    Inline,

    /// <summary>In <see cref="Migrator.WorkAsync"/>. <see cref="Migrator.MigrateAsync"/> ends as soon as the new version of the application can run.</summary>
    Background,
}
