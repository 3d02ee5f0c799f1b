using System.Globalization;
using System.Text.Json;

namespace Orcheo.Core.Expressions;

/// <summary>One step of a path: a member or index, known when the expression is parsed.</summary>
/// <param name="Key">The name; an index as its canonical digits.</param>
/// <param name="Optional">Whether the step is written <c>?.</c>.</param>
/// <param name="Offset">Where the step's name stands in the source.</param>
internal readonly record struct PathStep(string Key, bool Optional, int Offset);

/// <summary>A path from a root of the scope, e.g. <c>nodes.fetch.output.items[0]</c>, read from the JSON without the script engine.</summary>
/// <remarks>
/// Reads what JavaScript would read, where members are own members only: of an object its members, of an array its elements and
/// length, of a string its characters and length; of anything else nothing.
/// </remarks>
internal sealed record ScopePath(string Root, IReadOnlyList<PathStep> Steps)
{
    /// <summary>Reads the value.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="value">The value, when there is one.</param>
    /// <returns>-1, or the index of the step that reads a member of null or undefined.</returns>
    public int Resolve(JsonElement scope, out ScopeValue value)
    {
        value = scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty(Root, out var root)
            ? ScopeValue.Of(root)
            : ScopeValue.Undefined;
        for (var i = 0; i < Steps.Count; i++)
        {
            if (value.IsNullish)
            {
                if (Steps[i].Optional)
                {
                    value = ScopeValue.Undefined;
                    return -1;
                }

                return i;
            }

            value = Member(value, Steps[i].Key);
        }

        return -1;
    }

    private static ScopeValue Member(ScopeValue value, string key)
    {
        if (value.Kind == ScopeValueKind.Json)
        {
            var element = value.Element;
            if (element.ValueKind == JsonValueKind.Object)
            {
                return element.TryGetProperty(key, out var member) ? ScopeValue.Of(member) : ScopeValue.Undefined;
            }

            if (key == "length")
            {
                return ScopeValue.Of(element.GetArrayLength());
            }

            return TryIndex(key, element.GetArrayLength(), out var index) ? ScopeValue.Of(element[index]) : ScopeValue.Undefined;
        }

        if (value.Kind != ScopeValueKind.Text)
        {
            return ScopeValue.Undefined;
        }

        var text = value.Text;
        if (key == "length")
        {
            return ScopeValue.Of(text.Length);
        }

        return TryIndex(key, text.Length, out var at) ? ScopeValue.Of(text[at].ToString()) : ScopeValue.Undefined;
    }

    // Only canonical digits are an index: "01" and "+1" are names, and no array has such a member.
    private static bool TryIndex(string key, int length, out int index) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out index)
        && index < length
        && (key.Length == 1 || key[0] != '0');
}
