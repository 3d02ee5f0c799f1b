using System.Runtime.InteropServices;
using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Hosting.Executions.Calls;

/// <summary>What of a call is kept.</summary>
internal static class CallLimits
{
    /// <summary>A larger response is cut: it can be read by people, but no replay is answered with it.</summary>
    public const int MaxResponseBytes = 256 * 1024;

    /// <summary>A larger request is cut; its fingerprint is that of the whole.</summary>
    public const int MaxRequestBytes = 64 * 1024;

    /// <summary>What is left of a value that is cut.</summary>
    public const int ExcerptBytes = 32 * 1024;

    /// <summary>Further calls of a node are not kept.</summary>
    public const int MaxCalls = 1000;

    /// <summary>Once a node's calls take so much, the responses of further ones are cut.</summary>
    public const int MaxBytesPerNode = 8 * 1024 * 1024;

    /// <summary>Deeper values are cut: a call is stored within a list of calls.</summary>
    private const int MaxDepth = OrcheoJson.MaxDepth - 4;

    /// <summary>The value, or its beginning as text when it is too large to be kept.</summary>
    public static (JsonElement Value, bool Cut) Bound(JsonElement value, int maxBytes)
    {
        if (JsonCut.Fits(value, maxBytes) && IsShallow(value))
        {
            return (value, false);
        }

        var beginning = JsonCut.Fits(value, ExcerptBytes) ? value.GetRawText() : JsonCut.Beginning(value, ExcerptBytes);
        return (JsonSerializer.SerializeToElement(beginning, OrcheoJson.Options), true);
    }

    private static bool IsShallow(JsonElement value)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value), new JsonReaderOptions { MaxDepth = 1000 });
        while (reader.Read())
        {
            if (reader.CurrentDepth >= MaxDepth)
            {
                return false;
            }
        }

        return true;
    }
}
