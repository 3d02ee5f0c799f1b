using System.Text.Json;

namespace Orcheo.IntegrationTests.Support;

/// <summary>Reading answers: absent and null mean the same (nulls are not written).</summary>
internal static class JsonReading
{
    /// <summary>Whether the member is there and not null.</summary>
    public static bool Has(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A string member that must be there.</summary>
    public static string Text(this JsonElement element, string name) =>
        element.Member(name).GetString() ?? throw new InvalidOperationException($"'{name}' is null in {element}");

    /// <summary>An integer member that must be there.</summary>
    public static int Number(this JsonElement element, string name) => element.Member(name).GetInt32();

    /// <summary>A member that must be there.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value
            : throw new InvalidOperationException($"No '{name}' in {element}");

    /// <summary>The elements of <c>items</c>.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element) => [.. element.Member("items").EnumerateArray()];

    /// <summary>The cursor of the next page; null on the last.</summary>
    public static string? NextCursor(this JsonElement element) => element.Has("next_cursor") ? element.Member("next_cursor").ToString() : null;
}
