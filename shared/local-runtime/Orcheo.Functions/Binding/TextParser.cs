using System.Globalization;
using System.Reflection;

namespace Orcheo.Functions.Binding;

/// <summary>Reads a value from text.</summary>
internal delegate bool TryParse<T>(string text, out T? value);

/// <summary>Finds the parser of a type: text itself, enumerations, and whatever the framework parses, in its nullable form too.</summary>
internal static class TextParser
{
    /// <summary>Gets a <see cref="TryParse{T}"/> for the type, or null when there is none.</summary>
    internal static Delegate? For(Type type)
    {
        if (type == typeof(string))
        {
            return new TryParse<string>(Text);
        }

        var nullable = Nullable.GetUnderlyingType(type);
        var plain = nullable ?? type;
        if (!plain.IsValueType)
        {
            return null;
        }

        var method = plain.IsEnum ? nameof(Enumeration) : IsParsable(plain) ? nameof(Parsable) : null;
        return method is null ? null : Make(nullable is null ? method : "Nullable" + method, plain, type);
    }

    private static Delegate Make(string method, Type plain, Type type) =>
        typeof(TextParser).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(plain).CreateDelegate(typeof(TryParse<>).MakeGenericType(type));

    private static bool IsParsable(Type type) => type.GetInterfaces().Any(
        contract => contract.IsGenericType
            && contract.GetGenericTypeDefinition() == typeof(IParsable<>)
            && contract.GenericTypeArguments[0] == type);

    private static bool Text(string text, out string? value)
    {
        value = text;
        return true;
    }

    private static bool Parsable<T>(string text, out T value)
        where T : struct, IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out value);

    private static bool NullableParsable<T>(string text, out T? value)
        where T : struct, IParsable<T>
    {
        var parsed = T.TryParse(text, CultureInfo.InvariantCulture, out var plain);
        value = plain;
        return parsed;
    }

    private static bool Enumeration<T>(string text, out T value)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);

    private static bool NullableEnumeration<T>(string text, out T? value)
        where T : struct, Enum
    {
        var parsed = Enumeration<T>(text, out var plain);
        value = plain;
        return parsed;
    }
}
