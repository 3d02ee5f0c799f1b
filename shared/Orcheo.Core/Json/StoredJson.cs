using System.Text.Json;

namespace Orcheo.Core.Json;

/// <summary>Rows as UTF-8 JSON.</summary>
internal static class StoredJson
{
    public static ReadOnlyMemory<byte> Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, OrcheoJson.Options);

    public static T Read<T>(ReadOnlyMemory<byte> value) =>
        JsonSerializer.Deserialize<T>(value.Span, OrcheoJson.Options) ?? throw new JsonException("A stored row holds JSON null.");
}
