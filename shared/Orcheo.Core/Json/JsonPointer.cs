using System.Globalization;

namespace Orcheo.Core.Json;

/// <summary>JSON Pointers (RFC 6901) as text.</summary>
public static class JsonPointer
{
    /// <summary>The pointer to a member of what <paramref name="parent"/> points to.</summary>
    public static string Append(string parent, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(parent, "/", Escape(name));
    }

    /// <summary>The pointer to an item of what <paramref name="parent"/> points to.</summary>
    public static string Append(string parent, int index) =>
        string.Concat(parent, "/", index.ToString(CultureInfo.InvariantCulture));

    private static string Escape(string name) => name.AsSpan().ContainsAny('~', '/')
        ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
        : name;
}
