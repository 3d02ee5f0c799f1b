using System.Reflection;

namespace Orcheo.UnitTests.Architecture.Surface;

/// <summary>
/// Full names of types as C# would write them, with <c>?</c> where null is allowed and <c>~</c> where the code says nothing about null.
/// </summary>
internal static class TypeNames
{
    public static string Of(Type type) => Write(type, NullableFlags.None);

    public static string Of(ParameterInfo parameter) => Write(parameter.ParameterType, NullableFlags.Of(parameter));

    public static string Of(PropertyInfo property) => Write(property.PropertyType, NullableFlags.Of(property));

    public static string Of(FieldInfo field) => Write(field.FieldType, NullableFlags.Of(field));

    private static string Write(Type type, NullableFlags flags)
    {
        if (type.IsByRef)
        {
            return Write(type.GetElementType()!, flags);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Write(underlying, flags) + "?";
        }

        var mark = flags.Next(type);
        if (type.IsArray)
        {
            return $"{Write(type.GetElementType()!, flags)}[]{mark}";
        }

        if (type.IsGenericParameter)
        {
            return type.Name + mark;
        }

        var name = (type.DeclaringType is { } declaring ? $"{Of(declaring)}." : $"{type.Namespace}.") + type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(argument => Write(argument, flags)))}>{mark}" : name + mark;
    }
}
