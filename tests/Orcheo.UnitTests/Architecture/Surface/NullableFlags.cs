using System.Collections;
using System.Reflection;

namespace Orcheo.UnitTests.Architecture.Surface;

/// <summary>
/// What the compiler noted about null for one use of a type: a byte for the type and each of its parts, in the order in which they are
/// written. The reflection library's own reader does not tell <c>T</c> from <c>T?</c>.
/// </summary>
/// <remarks>The form is that of Roslyn's docs/features/nullable-metadata.md.</remarks>
internal sealed class NullableFlags
{
    private const string Flag = "System.Runtime.CompilerServices.NullableAttribute";
    private const string Context = "System.Runtime.CompilerServices.NullableContextAttribute";

    private readonly byte[] _flags;
    private int _next;

    private NullableFlags(params byte[] flags) => _flags = flags;

    /// <summary>For names in places where null is of no concern.</summary>
    public static NullableFlags None => new(1);

    public static NullableFlags Of(ParameterInfo parameter) =>
        Read(parameter.GetCustomAttributesData(), Flag) ?? Inherited(parameter.Member);

    public static NullableFlags Of(MemberInfo member) =>
        Read(member.GetCustomAttributesData(), Flag) ?? Inherited(member.DeclaringType);

    /// <summary>The mark of the next part: <c>?</c>, <c>~</c> or nothing.</summary>
    public string Next(Type type)
    {
        if (type.IsValueType && !type.IsGenericType)
        {
            return ""; // It has no byte.
        }

        var flag = _flags[_flags.Length == 1 ? 0 : _next++];
        return type.IsValueType || flag == 1 ? "" : flag == 2 ? "?" : "~";
    }

    private static NullableFlags Inherited(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            if (Read(member.GetCustomAttributesData(), Context) is { } flags)
            {
                return flags;
            }
        }

        return new NullableFlags(0);
    }

    private static NullableFlags? Read(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(data => data.AttributeType.FullName == name)?.ConstructorArguments[0].Value switch
        {
            byte all => new NullableFlags(all),
            IEnumerable each => new NullableFlags([.. each.Cast<CustomAttributeTypedArgument>().Select(argument => (byte)argument.Value!)]),
            _ => null,
        };
}
