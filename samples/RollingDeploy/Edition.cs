namespace RollingDeploy;

/// <summary>What one version of the application asks of the database. Neither knows of the other.</summary>
/// <param name="Insert">Puts a customer in.</param>
/// <param name="Update">Writes all that is known of a customer.</param>
/// <param name="Read">Reads a customer as this version knows one, and the number that it all follows from.</param>
/// <param name="Broken">Counts the customers that are not whole, as this version reads them.</param>
internal sealed record Edition(string Insert, string Update, string Read, string Broken)
{
    private const string IsBrokenBefore =
        "name <> 'First' || seed || ' Last' || seed OR phone <> '+' || seed OR points <> seed % 1000 OR name IS NULL OR phone IS NULL OR points IS NULL OR fax IS NULL";

    private const string IsBrokenAfter =
        "first_name <> 'First' || seed OR last_name <> 'Last' || seed OR phone_number <> '+' || seed OR points <> seed % 1000 OR first_name IS NULL OR last_name IS NULL OR phone_number IS NULL OR points IS NULL";

    public static Edition Of(int version) => version == 1 ? One : Two;

    private static Edition One { get; } = new(
        $"INSERT INTO {Customer.Table} (id, seed, name, phone, points, fax) VALUES (@Id, @Seed, @Name, @Phone, @Points, @Fax)",
        $"UPDATE {Customer.Table} SET seed = @Seed, name = @Name, phone = @Phone, points = @Points, fax = @Fax WHERE id = @Id",
        $"SELECT CASE WHEN {IsBrokenBefore} THEN 1 ELSE 0 END FROM {Customer.Table} WHERE id = @Id",
        $"SELECT count(*) FROM {Customer.Table} WHERE {IsBrokenBefore}");

    private static Edition Two { get; } = new(
        $"INSERT INTO {Customer.Table} (id, seed, first_name, last_name, phone_number, points) VALUES (@Id, @Seed, @FirstName, @LastName, @Phone, @Points)",
        $"UPDATE {Customer.Table} SET seed = @Seed, first_name = @FirstName, last_name = @LastName, phone_number = @Phone, points = @Points WHERE id = @Id",
        $"SELECT CASE WHEN {IsBrokenAfter} THEN 1 ELSE 0 END FROM {Customer.Table} WHERE id = @Id",
        $"SELECT count(*) FROM {Customer.Table} WHERE {IsBrokenAfter}");
}
