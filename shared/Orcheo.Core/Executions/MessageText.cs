using System.Buffers.Text;
using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Executions;

/// <summary>Cuts what is too large for a message into parts, and puts them together. Pure, so that orchestrators may.</summary>
public static class MessageText
{
    /// <summary>A scope is nested within a message, and may itself be as deep as a document may be.</summary>
    private static readonly JsonSerializerOptions _json = new(OrcheoJson.Options) { MaxDepth = 4 * OrcheoJson.MaxDepth };

    /// <summary>The parts of a message, in order.</summary>
    public static IReadOnlyList<string> Split<T>(T message)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message, _json);
        return [.. Enumerable.Range(0, CountOf(bytes.Length)).Select(index => Part(bytes, index))];
    }

    /// <summary>The text that parts make together.</summary>
    public static JsonElement Join(IEnumerable<string> parts) => JsonElement.Parse(Concat([.. parts.Select(part => (ReadOnlyMemory<byte>)Decode(part))]));

    internal static int CountOf(int bytes) => Math.Max(1, (bytes + MessageLimits.PartBytes - 1) / MessageLimits.PartBytes);

    internal static string Part(ReadOnlySpan<byte> bytes, int index)
    {
        var from = index * MessageLimits.PartBytes;
        return Base64Url.EncodeToString(bytes.Slice(from, Math.Min(MessageLimits.PartBytes, bytes.Length - from)));
    }

    internal static byte[] Decode(string part) => Base64Url.DecodeFromChars(part);

    internal static T Read<T>(IReadOnlyList<ReadOnlyMemory<byte>> parts) =>
        JsonSerializer.Deserialize<T>(Concat(parts), _json) ?? throw new JsonException("A message in parts holds JSON null.");

    private static byte[] Concat(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var whole = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(whole.AsMemory(at));
            at += part.Length;
        }

        return whole;
    }
}
