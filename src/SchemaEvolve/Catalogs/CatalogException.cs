namespace SchemaEvolve.Catalogs;

/// <summary>A change does not fit the schema that it is applied to. The message says what is there instead.</summary>
public sealed class CatalogException(string message) : Exception(message);
