using System.Globalization;
using System.Reflection;

namespace Orcheo.UnitTests.Architecture;

/// <summary>Writes down what an assembly offers: one line a type and a member, with names, types and defaults of parameters.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Of).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Of(Type type)
    {
        yield return Describe(type);
        foreach (var line in type.GetMembers(Declared).Select(Describe).OfType<string>())
        {
            yield return $"{Name(type)}.{line}";
        }
    }

    private static string Describe(Type type)
    {
        var bases = new[] { type.BaseType }.Where(parent => parent is not null && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum));
        var inherited = string.Join(", ", bases.Select(parent => Name(parent!)));
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        return $"{Name(type)}: {kind}{(inherited.Length == 0 ? "" : $" ({inherited})")}";
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        _ when member.Name.Contains('<', StringComparison.Ordinal) => null,
        ConstructorInfo constructor when IsOpen(constructor) => $"ctor({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsOpen(method) => $"{method.Name}{Generics(method)}({Parameters(method)}): {Name(method.ReturnType)}",
        PropertyInfo property when Accessors(property) is { Length: > 0 } accessors => $"{property.Name}: {Name(property.PropertyType)} {{ {accessors} }}",
        FieldInfo { IsPublic: true, IsSpecialName: false } field => $"{field.Name}: {Name(field.FieldType)}{(field.IsLiteral ? $" = {Value(field.GetRawConstantValue())}" : "")}",
        _ => null,
    };

    private static string Accessors(PropertyInfo property)
    {
        var readable = property.GetMethod is { } get && IsOpen(get) ? "get; " : "";
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Length > 0;
        var writable = property.SetMethod is { } set && IsOpen(set) ? isInit ? "init;" : "set;" : "";
        return (readable + writable).TrimEnd();
    }

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(
        parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Value(parameter.DefaultValue)}" : "")}"));

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsByRef || type.IsArray)
        {
            return Name(type.GetElementType()!) + (type.IsByRef ? "&" : "[]");
        }

        var name = (type.IsNested ? $"{Name(type.DeclaringType!)}." : $"{type.Namespace}.") + type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
