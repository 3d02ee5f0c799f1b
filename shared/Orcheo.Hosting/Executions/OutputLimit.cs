using System.Runtime.InteropServices;
using System.Text.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Hosting.Executions;

/// <summary>How large what a node puts out may be: a row of the store has to hold it.</summary>
internal static class OutputLimit
{
    /// <summary>The most bytes of output and values for <c>state</c> together; the rest of a row is for what is kept beside them.</summary>
    public const int Bytes = TableLimits.ValueBytes - (4 * 1024 * 1024);

    /// <summary>What to say when it is more; null when it is not.</summary>
    public static string? Excess(JsonElement output, JsonElement? patch)
    {
        var bytes = Length(output) + (patch is { } values ? Length(values) : 0);
        return bytes > Bytes ? FormattableString.Invariant($"The output has {bytes} bytes; at most {Bytes} are allowed. Put out less, or store it elsewhere and put out where it is.") : null;
    }

    private static long Length(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(value).Length;
}
