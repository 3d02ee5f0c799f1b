using System.Net;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>A request that can be sent again: at a redirect a message must be made anew.</summary>
internal sealed record OutgoingRequest
{
    public required HttpMethod Method { get; init; }

    public required Uri Uri { get; init; }

    /// <summary>Names and values, checked already.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The media type of <see cref="Body"/>, unless the headers name one.</summary>
    public string? ContentType { get; init; }

    /// <summary>The header that carries the node's credential: it goes to no other origin, whatever its name; null for none.</summary>
    public string? CredentialHeader { get; init; }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Uri) { Version = HttpVersion.Version11 };
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        foreach (var (name, value) in Headers)
        {
            if (!HttpHeaderRules.BelongsToBody(name))
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
            else if (message.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}
