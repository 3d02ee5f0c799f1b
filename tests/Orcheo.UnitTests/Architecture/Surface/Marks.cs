using System.Reflection;

namespace Orcheo.UnitTests.Architecture.Surface;

/// <summary>The attributes that a compiler or a serializer acts on when it meets what carries them.</summary>
internal static class Marks
{
    private static readonly HashSet<string> _told = new(StringComparer.Ordinal)
    {
        "System.AttributeUsageAttribute",
        "System.FlagsAttribute",
        "System.ObsoleteAttribute",
        "System.Runtime.CompilerServices.RequiredMemberAttribute",
        "System.Text.Json.Serialization.JsonConstructorAttribute",
        "System.Text.Json.Serialization.JsonConverterAttribute",
        "System.Text.Json.Serialization.JsonIgnoreAttribute",
        "System.Text.Json.Serialization.JsonPropertyNameAttribute",
    };

    public static string Of(MemberInfo member) => string.Concat(member.GetCustomAttributesData()
        .Where(data => _told.Contains(data.AttributeType.FullName!))
        .Select(Describe)
        .Order(StringComparer.Ordinal));

    private static string Describe(CustomAttributeData data)
    {
        var name = data.AttributeType.Name[..^"Attribute".Length];

        // Texts are for people: what an obsolete member says is not what it offers.
        var arguments = data.ConstructorArguments.Where(argument => argument.ArgumentType != typeof(string)).Select(argument => Value(argument))
            .Concat(data.NamedArguments.Where(argument => argument.TypedValue.ArgumentType != typeof(string))
                .Select(argument => $"{argument.MemberName} = {Value(argument.TypedValue)}")
                .Order(StringComparer.Ordinal));
        var list = string.Join(", ", arguments);
        return list.Length == 0 ? $" [{name}]" : $" [{name}({list})]";
    }

    private static string Value(CustomAttributeTypedArgument argument) =>
        argument.Value is Type type ? $"typeof({TypeNames.Of(type)})" : Constants.Write(argument.Value);
}
