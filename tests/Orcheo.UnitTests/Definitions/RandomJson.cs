using CsCheck;

namespace Orcheo.UnitTests.Definitions;

/// <summary>Random JSON texts.</summary>
internal static class RandomJson
{
    private static readonly string[] Names = ["id", "type", "name", "a", "b", "source_node_id", "max_attempts", "~/x"];

    /// <summary>A JSON value nested at most so many levels.</summary>
    public static Gen<string> Gen(int depth)
    {
        var scalar = CsCheck.Gen.OneOf("null", "true", "false", "0", "-1.5", "3", "1e30", "\"\"", "\"a\"", "\"{{ input.x }}\"", "\"ü😀\"");
        if (depth == 0)
        {
            return scalar;
        }

        var inner = Gen(depth - 1);
        var array = inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]");
        var member = CsCheck.Gen.Select(CsCheck.Gen.OneOf(Names), inner, (name, value) => $"\"{name}\":{value}");
        var obj = member.Array[0, 4].Select(members => $"{{{string.Join(',', members)}}}");
        return CsCheck.Gen.Frequency((2, scalar), (1, array), (2, obj));
    }
}
