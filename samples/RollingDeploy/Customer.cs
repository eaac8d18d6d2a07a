namespace RollingDeploy;

/// <summary>A customer. All that is known of one follows from a number, so that whoever reads the row can tell whether it is whole.</summary>
internal sealed record Customer(long Id, long Seed)
{
    public const string Table = "rolling_deploy_customers";

    public string FirstName => $"First{Seed}";

    public string LastName => $"Last{Seed}";

    public string Name => $"{FirstName} {LastName}";

    public string Phone => $"+{Seed}";

    public long Points => Seed % 1000;

    public string Fax => $"f{Seed}";
}
