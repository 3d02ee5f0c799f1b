using System.Buffers;
using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>Writes a JSON value again, without the secrets in its strings, member names and numbers.</summary>
internal sealed class JsonRedaction
{
    private readonly IRedactor _redactor;
    private readonly Utf8JsonWriter _writer;
    private bool _changed;

    private JsonRedaction(IRedactor redactor, Utf8JsonWriter writer)
    {
        _redactor = redactor;
        _writer = writer;
    }

    /// <summary>The value without secrets; the value itself when it has none.</summary>
    public static JsonElement Rewrite(JsonElement value, IRedactor redactor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        bool changed;
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = OrcheoJson.Options.Encoder, SkipValidation = true }))
        {
            var rewriting = new JsonRedaction(redactor, writer);
            rewriting.Write(value);
            changed = rewriting._changed;
        }

        return changed ? JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = 2 * OrcheoJson.MaxDepth }) : value;
    }

    private void Write(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value);
                break;
            case JsonValueKind.Array:
                _writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item);
                }

                _writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                _writer.WriteStringValue(Redacted(value.GetString()!));
                break;
            case JsonValueKind.Number when Redacted(value.GetRawText()) is var text && text != value.GetRawText():
                _writer.WriteStringValue(text);
                break;
            default:
                value.WriteTo(_writer);
                break;
        }
    }

    private void WriteObject(JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        _writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            _writer.WritePropertyName(Unique(Redacted(member.Name), names));
            Write(member.Value);
        }

        _writer.WriteEndObject();
    }

    /// <summary>Two names may become the same one, and an object with a member twice could not be read again.</summary>
    private static string Unique(string name, HashSet<string> names)
    {
        var unique = name;
        for (var number = 2; !names.Add(unique); number++)
        {
            unique = $"{name} {number}";
        }

        return unique;
    }

    private string Redacted(string text)
    {
        var redacted = _redactor.Redact(text);
        _changed |= !ReferenceEquals(redacted, text);
        return redacted;
    }
}
