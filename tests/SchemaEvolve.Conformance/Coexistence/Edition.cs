namespace SchemaEvolve.Conformance.Coexistence;

/// <summary>What one version of the application asks of the database.</summary>
/// <param name="Insert">Puts a <see cref="Person"/> in.</param>
/// <param name="Update">Writes all of a <see cref="Person"/> anew.</param>
/// <param name="Broken">Finds the seeds of rows that are not whole, as this version reads them.</param>
public sealed record Edition(string Insert, string Update, string Broken)
{
    /// <summary>The version before.</summary>
    public static Edition Old { get; } = new(
        "INSERT INTO people (id, seed, name, phone, points, fax) VALUES (@Id, @Seed, @Name, @Phone, @Points, @Fax)",
        "UPDATE people SET seed = @Seed, name = @Name, phone = @Phone, points = @Points, fax = @Fax WHERE id = @Id",
        """
        SELECT seed FROM people
        WHERE name IS DISTINCT FROM 'First' || seed || ' Last' || seed
           OR phone IS DISTINCT FROM '+' || seed
           OR points IS DISTINCT FROM seed % 1000
           OR fax IS NULL
        """);

    /// <summary>The version after: another name for the phone, a wider type for the points, a name in two parts, and no fax.</summary>
    public static Edition New { get; } = new(
        "INSERT INTO people (id, seed, first_name, last_name, phone_number, points) VALUES (@Id, @Seed, @FirstName, @LastName, @Phone, @Points)",
        "UPDATE people SET seed = @Seed, first_name = @FirstName, last_name = @LastName, phone_number = @Phone, points = @Points WHERE id = @Id",
        """
        SELECT seed FROM people
        WHERE first_name IS DISTINCT FROM 'First' || seed
           OR last_name IS DISTINCT FROM 'Last' || seed
           OR phone_number IS DISTINCT FROM '+' || seed
           OR points IS DISTINCT FROM seed % 1000
        """);
}
