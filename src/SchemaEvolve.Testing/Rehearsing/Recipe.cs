using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>How another process makes the same rehearsal again: by a method that it finds by its name.</summary>
/// <param name="Assembly">The assembly of the method.</param>
/// <param name="Type">The type of the method.</param>
/// <param name="Method">The method.</param>
internal sealed record Recipe(string Assembly, string Type, string Method)
{
    /// <summary>Why it is nothing for programs that are trimmed.</summary>
    public const string ByName = "The process that is killed finds the method by its name.";

    private const BindingFlags Own = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [RequiresUnreferencedCode(ByName)]
    public static Recipe Of(Func<string, Rehearsal> make)
    {
        // What a lambda captures, and what an object holds, is in this process only.
        if (make is not { Method: { DeclaringType: { IsGenericType: false } type, IsGenericMethod: false } method } || make.Target?.GetType().GetFields(Own & ~BindingFlags.Static).Length > 0)
        {
            throw new ArgumentException(
                "The process that is killed cannot make this rehearsal again, because it is made of what only this process has. Write a static method that takes the connection string, and pass it by its name: Rehearsal.RunAsync(Shop, connectionString).",
                nameof(make));
        }

        return new(type.Assembly.FullName!, type.FullName!, method.Name);
    }

    [RequiresUnreferencedCode(ByName)]
    public Rehearsal Follow(string connectionString)
    {
        var type = System.Reflection.Assembly.Load(Assembly).GetType(Type, throwOnError: true)!;
        var method = type.GetMethods(Own).Single(method => method.Name == Method && method.ReturnType == typeof(Rehearsal) && method.GetParameters() is [{ ParameterType: var only }] && only == typeof(string));

        return (Rehearsal)method.Invoke(method.IsStatic ? null : Activator.CreateInstance(type, nonPublic: true), [connectionString])!;
    }
}
