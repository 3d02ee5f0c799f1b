using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using MessagePack.Formatters;

namespace Orcheo.Hosting.Live.Local;

/// <summary>An event as SignalR sends it: in both of its protocols the same members with the same values.</summary>
[JsonConverter(typeof(EventMessageConverter))]
[MessagePackFormatter(typeof(EventMessageFormatter))]
internal sealed class EventMessage(LiveEvent live)
{
    /// <summary>The client method that gets it.</summary>
    public const string Method = "event";

    public ReadOnlyMemory<byte> Json => live.Json;
}

/// <summary>Writes the event's JSON as it is.</summary>
internal sealed class EventMessageConverter : JsonConverter<EventMessage>
{
    public override EventMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Events are only sent.");

    public override void Write(Utf8JsonWriter writer, EventMessage value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
}

/// <summary>Writes the event's JSON as MessagePack.</summary>
internal sealed class EventMessageFormatter : IMessagePackFormatter<EventMessage>
{
    public void Serialize(ref MessagePackWriter writer, EventMessage value, MessagePackSerializerOptions options) =>
        Write(ref writer, JsonElement.Parse(value.Json.Span, new JsonDocumentOptions { MaxDepth = 256 }));

    public EventMessage Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        throw new NotSupportedException("Events are only sent.");

    private static void Write(ref MessagePackWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(ref writer, value);
                break;
            case JsonValueKind.Array:
                WriteArray(ref writer, value);
                break;
            case JsonValueKind.String:
                writer.Write(value.GetString());
                break;
            case JsonValueKind.Number:
                WriteNumber(ref writer, value);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Write(value.GetBoolean());
                break;
            default:
                writer.WriteNil();
                break;
        }
    }

    private static void WriteObject(ref MessagePackWriter writer, JsonElement value)
    {
        writer.WriteMapHeader(value.GetPropertyCount());
        foreach (var member in value.EnumerateObject())
        {
            writer.Write(member.Name);
            Write(ref writer, member.Value);
        }
    }

    private static void WriteArray(ref MessagePackWriter writer, JsonElement value)
    {
        writer.WriteArrayHeader(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            Write(ref writer, item);
        }
    }

    private static void WriteNumber(ref MessagePackWriter writer, JsonElement value)
    {
        if (value.TryGetInt64(out var whole))
        {
            writer.Write(whole);
        }
        else
        {
            writer.Write(value.GetDouble());
        }
    }
}
