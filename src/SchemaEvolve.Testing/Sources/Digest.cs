using System.Security.Cryptography;
using System.Text;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Sources;

/// <summary>What a template is made of, in a few letters: another one whenever a database would come out differently.</summary>
/// <param name="Lineage">What stays when the migrations are edited.</param>
/// <param name="Fingerprint">What changes then.</param>
internal sealed record Digest(string Lineage, string Fingerprint)
{
    public static Digest Of(MigrationSet migrations, DatabaseProvider provider)
    {
        var recorded = migrations.Recorded;

        return new(
            Hash(recorded.Count == 0 ? "" : recorded[0].Label, 8),
            Hash(
                string.Join('\n',
                [
                    Version(typeof(Migrator)),
                    Version(provider.Dialect.GetType()),
                    .. recorded.Select(migration => $"{migration.Label} {migration.Fingerprint}"),

                    // Code has no fingerprint but the one of the assembly that it was compiled into.
                    .. recorded.SelectMany(migration => migration.Operations).OfType<RunCode>().Select(code => $"{code.Up.Method.Module.ModuleVersionId}"),
                ]),
                16));
    }

    private static string Version(Type type) => $"{type.Module.ModuleVersionId}";

    private static string Hash(string text, int length) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..length];
}
