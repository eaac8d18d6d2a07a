using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>Writes a history as an assembly with a class for each migration, as if its authors had.</summary>
internal static class Emission
{
    /// <summary>Writes an assembly whose classes derive from <typeparamref name="T"/>, and hand their deed and their number to its constructor.</summary>
    /// <returns>The path of the assembly.</returns>
    public static string Write<T>(Story story, DirectoryInfo folder, Func<int, IEnumerable<CustomAttributeBuilder>> attributes)
    {
        var name = $"{typeof(T).Name}.{story.Deed}.{story.Length.ToString(CultureInfo.InvariantCulture)}";
        var path = Path.Combine(folder.FullName, $"{name}.dll");
        var assembly = new PersistedAssemblyBuilder(new(name), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(name);
        var handOn = typeof(T).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(Deed), typeof(int)])!;
        foreach (var number in story.Numbers)
        {
            var type = module.DefineType(Story.Name(number), TypeAttributes.Public | TypeAttributes.Sealed, typeof(T));
            foreach (var attribute in attributes(number))
            {
                type.SetCustomAttribute(attribute);
            }

            var body = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
            body.Emit(OpCodes.Ldarg_0);
            body.Emit(OpCodes.Ldc_I4, (int)story.Deed);
            body.Emit(OpCodes.Ldc_I4, number);
            body.Emit(OpCodes.Call, handOn);
            body.Emit(OpCodes.Ret);
            type.CreateType();
        }

        assembly.Save(path);
        return path;
    }

    /// <summary>An attribute with one argument, and what else it takes at its default.</summary>
    public static CustomAttributeBuilder Attribute<TAttribute, TArgument>(TArgument argument)
    {
        var constructor = typeof(TAttribute).GetConstructors().First(one =>
            one.GetParameters() is [var first, .. var rest] && first.ParameterType == typeof(TArgument) && rest.All(parameter => parameter.HasDefaultValue));

        return new(constructor, [argument, .. constructor.GetParameters().Skip(1).Select(parameter => parameter.DefaultValue)]);
    }
}
