using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Hosting.Executions.Calls;

/// <summary>By what a call is known again: its kind and its request, whatever the order of members.</summary>
internal static class CallFingerprint
{
    /// <summary>SHA-256 of the kind and the request in one canonical form, as hexadecimal digits.</summary>
    public static string Of(string kind, JsonElement request)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = OrcheoJson.Options.Encoder, SkipValidation = true }))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(kind);
            Write(writer, request);
            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                // Not as it was written: the same text may have been escaped otherwise.
                writer.WriteStringValue(value.GetString());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
