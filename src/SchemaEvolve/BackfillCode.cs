namespace SchemaEvolve;

/// <summary>A conversion of rows that is written in C#. It gets a page of rows, and sets columns of them.</summary>
/// <param name="page">The rows, and the transaction in which they are written back.</param>
/// <param name="cancellationToken">Is cancelled when the run is to stop. The page is then undone; those before it stay.</param>
public delegate Task BackfillCode(BackfillPage page, CancellationToken cancellationToken);
