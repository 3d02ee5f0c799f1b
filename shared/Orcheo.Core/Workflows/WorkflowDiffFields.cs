using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Workflows;

/// <summary>A value that differs.</summary>
/// <param name="Pointer">RFC 6901 JSON Pointer into the node, the edge or the settings.</param>
/// <param name="Before">The value in the first; null where there was none, which is not the same as a JSON null.</param>
/// <param name="After">The value in the second; null where there is none any more.</param>
public sealed record FieldChange(string Pointer, JsonElement? Before, JsonElement? After);

/// <summary>Compares two values of the same shape member by member, as clients see them.</summary>
internal static class WorkflowDiffFields
{
    /// <summary>
    /// What turns one value into the other. Arrays of the same length are compared item by item; of different lengths, they are one change,
    /// since an inserted item would otherwise seem to change all behind it.
    /// </summary>
    public static IReadOnlyList<FieldChange> Between<T>(T a, T b)
    {
        var changes = new List<FieldChange>();
        Compare(JsonSerializer.SerializeToElement(a, OrcheoJson.Options), JsonSerializer.SerializeToElement(b, OrcheoJson.Options), "", changes);
        return changes;
    }

    private static void Compare(JsonElement a, JsonElement b, string at, List<FieldChange> changes)
    {
        if (a.ValueKind == JsonValueKind.Object && b.ValueKind == JsonValueKind.Object)
        {
            CompareMembers(a, b, at, changes);
        }
        else if (a.ValueKind == JsonValueKind.Array && b.ValueKind == JsonValueKind.Array && a.GetArrayLength() == b.GetArrayLength())
        {
            foreach (var (index, (before, after)) in a.EnumerateArray().Zip(b.EnumerateArray()).Index())
            {
                Compare(before, after, JsonPointer.Append(at, index), changes);
            }
        }
        else if (!JsonElement.DeepEquals(a, b))
        {
            changes.Add(new FieldChange(at, a, b));
        }
    }

    private static void CompareMembers(JsonElement a, JsonElement b, string at, List<FieldChange> changes)
    {
        foreach (var member in a.EnumerateObject())
        {
            var pointer = JsonPointer.Append(at, member.Name);
            if (b.TryGetProperty(member.Name, out var after))
            {
                Compare(member.Value, after, pointer, changes);
            }
            else
            {
                changes.Add(new FieldChange(pointer, member.Value, null));
            }
        }

        foreach (var member in b.EnumerateObject().Where(member => !a.TryGetProperty(member.Name, out _)))
        {
            changes.Add(new FieldChange(JsonPointer.Append(at, member.Name), null, member.Value));
        }
    }
}
