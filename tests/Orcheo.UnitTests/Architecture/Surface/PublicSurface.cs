using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orcheo.UnitTests.Architecture.Surface;

/// <summary>
/// Writes down what types offer: one line a type, an interface of it and a member, with everything that decides whether code that was
/// compiled against one implementation also compiles against another.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(IEnumerable<Type> types) => types.SelectMany(Of).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Of(Type type) =>
    [
        Describe(type),
        .. OwnInterfaces(type).Select(implemented => $"{TypeNames.Of(type)}: implements {TypeNames.Of(implemented)}"),
        .. type.GetMembers(Declared).Select(Describe).OfType<string>().Select(line => $"{TypeNames.Of(type)}.{line}"),
    ];

    private static string Describe(Type type)
    {
        var isPlain = type.BaseType is null || type.BaseType == typeof(object) || type.IsValueType || IsDelegate(type);
        return $"{TypeNames.Of(type)}: {Kind(type)}{(isPlain ? "" : $" ({TypeNames.Of(type.BaseType!)})")}"
            + Constraints(type.GetGenericArguments()) + Marks.Of(type);
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => $"enum of {TypeNames.Of(Enum.GetUnderlyingType(type))}",
        { IsValueType: true } => (IsReadOnly(type) ? "readonly " : "") + "struct",
        _ when IsDelegate(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => $"{(type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}{(IsRecord(type) ? "record" : "class")}",
    };

    private static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    /// <summary>By name: what is compiled for .NET Standard brings an attribute of its own.</summary>
    private static bool IsReadOnly(Type type) => type.GetCustomAttributesData().Any(data => data.AttributeType.FullName == typeof(IsReadOnlyAttribute).FullName);

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null;

    /// <summary>What a type implements by itself, which its base does not.</summary>
    private static IEnumerable<Type> OwnInterfaces(Type type) => type.IsEnum || IsDelegate(type)
        ? []
        : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(implemented => implemented.IsVisible);

    private static string? Describe(MemberInfo member) => member switch
    {
        _ when member.Name.Contains('<', StringComparison.Ordinal) => null,
        ConstructorInfo { IsStatic: false } constructor when IsOpen(constructor) => $"{Modifiers(constructor)}ctor({Parameters(constructor)}){Marks.Of(constructor)}",
        MethodInfo method when IsOpen(method) && !IsAccessor(method) => Describe(method),
        PropertyInfo property when Accessors(property) is { Length: > 0 } accessors =>
            $"{Modifiers(property.GetAccessors(true).First(IsOpen))}{property.Name}: {TypeNames.Of(property)} {{ {accessors} }}{Marks.Of(property)}",
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => Describe(field),
        EventInfo { AddMethod: { } add } @event when IsOpen(add) => $"{Modifiers(add)}event {@event.Name}: {TypeNames.Of(@event.EventHandlerType!)}",
        _ => null,
    };

    private static string Describe(MethodInfo method)
    {
        var generics = method.GetGenericArguments();
        return $"{Modifiers(method)}{method.Name}{(generics.Length == 0 ? "" : $"<{string.Join(", ", generics.Select(TypeNames.Of))}>")}"
            + $"({Parameters(method)}): {TypeNames.Of(method.ReturnParameter)}{Constraints(generics)}{Marks.Of(method)}";
    }

    private static string Describe(FieldInfo field)
    {
        var modifiers = (field.IsPublic ? "" : "protected ") + (field.IsLiteral ? "const " : field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"{modifiers}{field.Name}: {TypeNames.Of(field)}{(field.IsLiteral ? $" = {Constants.Write(field.GetRawConstantValue())}" : "")}{Marks.Of(field)}";
    }

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Modifiers(MethodBase method) => (method.IsPublic ? "" : "protected ") + method switch
    {
        { IsStatic: true } => "static ",
        { DeclaringType.IsInterface: true } => "",
        { IsAbstract: true } => "abstract ",
        MethodInfo own when own.GetBaseDefinition() != own => "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Accessors(PropertyInfo property)
    {
        var readable = property.GetMethod is { } get && IsOpen(get) ? "get; " : "";
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Length > 0;
        var writable = property.SetMethod is { } set && IsOpen(set) ? (set.IsPublic ? "" : "protected ") + (isInit ? "init;" : "set;") : "";
        return (readable + writable).TrimEnd();
    }

    private static string Parameters(MethodBase method)
    {
        var receiver = method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "";
        return receiver + string.Join(", ", method.GetParameters().Select(Describe));
    }

    private static string Describe(ParameterInfo parameter)
    {
        var passed = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ => parameter.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : "",
        };
        return $"{passed}{TypeNames.Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Constants.Write(parameter.RawDefaultValue)}" : "")}";
    }

    private static string Constraints(Type[] generics) => string.Concat(generics.Where(generic => generic.IsGenericParameter).Select(generic =>
    {
        var flags = generic.GenericParameterAttributes;
        List<string> names =
        [
            .. flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"] : Array.Empty<string>(),
            .. generic.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(TypeNames.Of),
            .. (flags & (GenericParameterAttributes.DefaultConstructorConstraint | GenericParameterAttributes.NotNullableValueTypeConstraint))
                == GenericParameterAttributes.DefaultConstructorConstraint ? ["new()"] : Array.Empty<string>(),
        ];
        return names.Count == 0 ? "" : $" where {generic.Name} : {string.Join(", ", names)}";
    }));
}
