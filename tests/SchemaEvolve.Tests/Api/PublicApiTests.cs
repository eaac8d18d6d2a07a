using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.DependencyInjection;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;
using SchemaEvolve.Testing;

namespace SchemaEvolve.Tests.Api;

public class PublicApiTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(Change).Assembly,
        typeof(PostgreSqlProvider).Assembly,
        typeof(SqliteProvider).Assembly,
        typeof(SchemaEvolveBuilder).Assembly,
        typeof(FreshDatabases).Assembly,
    ];

    [TestCaseSource(nameof(Assemblies))]
    public void The_public_api_is_the_one_that_was_approved(Assembly assembly) =>
        GoldenFile.Check(Describe(assembly), $"{assembly.GetName().Name}.txt");

    [TestCaseSource(nameof(Assemblies))]
    public void Every_public_member_has_a_doc_comment(Assembly assembly)
    {
        var documented = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member")
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet();

        var silent = Types(assembly)
            .SelectMany(type => Members(type).Where(member => !IsDocumented(type, member)).Select(member => $"{type.FullName}.{member.Name}"));

        silent.Should().BeEmpty();

        bool IsDocumented(Type type, MemberInfo member) =>
            type.IsEnum
            || IsParameterOfRecord(type, member)
            || member is ConstructorInfo { IsPublic: true } constructor && constructor.GetParameters().Length > 0 && IsRecord(type)
            || documented.Any(name => name.Length > 2 && name[2..].StartsWith($"{type.FullName!.Replace('+', '.')}.{member.Name.Replace(".ctor", "#ctor", StringComparison.Ordinal)}", StringComparison.Ordinal))
            || IsContract(member.Name);
    }

    // Object's own members, operators and collection plumbing say nothing new.
    private static bool IsContract(string name) =>
        name is "Equals" or "GetHashCode" or "ToString" or "GetEnumerator" or "Count" or "Item" or "CompareTo" or ".ctor"
        || name.StartsWith("op_", StringComparison.Ordinal)
        || name.Contains('<', StringComparison.Ordinal);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null || type.IsValueType;

    private static bool IsParameterOfRecord(Type type, MemberInfo member) =>
        member is PropertyInfo && type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => parameter.Name == member.Name);

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in Types(assembly).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(type.FullName).Append(" : ").Append(type.BaseType?.Name).Append('\n');
            foreach (var member in Members(type).Select(member => member.ToString()).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    // The compiler keeps the shape of extension members in nested types of names nobody can write.
    private static IEnumerable<Type> Types(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal));

    private static IEnumerable<MemberInfo> Members(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Where(member => member is not MethodInfo { IsSpecialName: true } || member.Name.StartsWith("op_Implicit", StringComparison.Ordinal))
            .Where(member => (member as MethodInfo ?? (member as PropertyInfo)?.GetMethod) is not { } method || method.GetBaseDefinition() == method)
            .Where(_ => !type.IsSubclassOf(typeof(Delegate)))
            .Where(member => member is not TypeInfo);
}
