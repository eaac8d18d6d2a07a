namespace SchemaEvolve.Conformance.Coexistence;

/// <summary>What one version of the application asks of the database.</summary>
/// <param name="Insert">Puts a <see cref="Person"/> in.</param>
/// <param name="Update">Writes all of a <see cref="Person"/> anew.</param>
/// <param name="Broken">Finds the seeds of rows that are not whole, as this version reads them.</param>
public sealed record Edition(string Insert, string Update, string Broken)
{
    /// <summary>The version before.</summary>
    public static Edition Old { get; } = new(
        """
        BEGIN;
        INSERT INTO people (id, seed, name, phone, points, fax, city) VALUES (@Id, @Seed, @Name, @Phone, @Points, @Fax, @City);
        INSERT INTO homes (person_id) VALUES (@Id);
        COMMIT
        """,
        "UPDATE people SET seed = @Seed, name = @Name, phone = @Phone, points = @Points, fax = @Fax, city = @City WHERE id = @Id",
        """
        SELECT seed FROM people
        WHERE name IS DISTINCT FROM 'First' || seed || ' Last' || seed
           OR phone IS DISTINCT FROM '+' || seed
           OR points IS DISTINCT FROM seed % 1000
           OR fax IS NULL
           OR city IS DISTINCT FROM 'C' || seed
        """);

    /// <summary>The version after: another name for the phone, a wider type for the points, a name in two parts, no fax, and the city with the home.</summary>
    public static Edition New { get; } = new(
        """
        BEGIN;
        INSERT INTO people (id, seed, first_name, last_name, phone_number, points) VALUES (@Id, @Seed, @FirstName, @LastName, @Phone, @Points);
        INSERT INTO homes (person_id, town) VALUES (@Id, @City);
        COMMIT
        """,
        """
        BEGIN;
        UPDATE people SET seed = @Seed, first_name = @FirstName, last_name = @LastName, phone_number = @Phone, points = @Points WHERE id = @Id;
        UPDATE homes SET town = @City WHERE person_id = @Id;
        COMMIT
        """,
        """
        SELECT seed FROM people LEFT JOIN homes ON person_id = id
        WHERE first_name IS DISTINCT FROM 'First' || seed
           OR last_name IS DISTINCT FROM 'Last' || seed
           OR phone_number IS DISTINCT FROM '+' || seed
           OR points IS DISTINCT FROM seed % 1000
           OR town IS DISTINCT FROM 'C' || seed
        """);
}
