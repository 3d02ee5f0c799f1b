using System.Text.Json;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>Reads the ids by which senders name their deliveries.</summary>
internal static class DeliveryIds
{
    private const int MaxLength = 256;

    /// <summary>An id from a header; null when it is empty, too long or not printable ASCII.</summary>
    public static string? Clean(string? id) =>
        id is { Length: > 0 and <= MaxLength } && id.All(static character => character is >= '!' and <= '~') ? id : null;

    /// <summary>An id from a string member at the top of a JSON body; null when there is none.</summary>
    public static string? InBody(ReadOnlyMemory<byte> body, string member)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals(member);
                reader.Read();
                if (found)
                {
                    return reader.TokenType == JsonTokenType.String ? Clean(reader.GetString()) : null;
                }

                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON: whoever parses the body says so.
        }

        return null;
    }
}
