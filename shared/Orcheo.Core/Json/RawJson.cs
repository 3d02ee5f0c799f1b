using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orcheo.Core.Json;

/// <summary>Builds JSON out of values that are JSON already, without reading or writing them again.</summary>
internal static class RawJson
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The value that <paramref name="write"/> writes.</summary>
    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        // Nesting of two levels is added around values that may be as deep as a document may be.
        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = 2 * OrcheoJson.MaxDepth });
    }

    /// <summary>Whether the value's text without insignificant white space takes at most so many bytes.</summary>
    public static bool SizeAtMost(JsonElement value, int bytes) =>
        JsonMarshal.GetRawUtf8Value(value).Length <= bytes || JsonSerializer.SerializeToUtf8Bytes(value, OrcheoJson.Options).Length <= bytes;

    /// <summary>Copies the text of a value; an undefined one becomes <c>null</c>.</summary>
    public static void WriteRaw(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
        }
    }
}
