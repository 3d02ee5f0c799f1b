using System.Text;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>Adds the node's credential to a request. It takes the place of a header or parameter of the same name.</summary>
internal static class RequestCredential
{
    private const string BearerToken = "bearer_token";
    private const string ApiKey = "api_key";
    private const string BasicAuth = "basic_auth";
    private const string Authorization = "Authorization";

    /// <summary>The types that can be sent.</summary>
    public static IReadOnlyList<string> Types { get; } = [BearerToken, ApiKey, BasicAuth];

    /// <summary>The request with the credential.</summary>
    /// <exception cref="NodeException">ORC3015: the credential cannot be sent. The message does not tell its value.</exception>
    public static OutgoingRequest AddTo(OutgoingRequest request, NodeCredential credential) => credential.Type switch
    {
        BearerToken => WithHeader(request, credential, Authorization, $"Bearer {Text(credential, "token")}"),
        BasicAuth => WithHeader(request, credential, Authorization, $"Basic {BasicPair(credential)}"),
        ApiKey when Text(credential, "in") == "query" => WithParameter(request, Text(credential, "name"), Text(credential, "value")),
        ApiKey => WithHeader(request, credential, Text(credential, "name"), Text(credential, "value")),
        _ => throw Unusable(credential, $"http_request takes {string.Join(", ", Types)}, not {credential.Type}"),
    };

    // RFC 7617, with UTF-8. A user name with a colon could not be told from the password.
    private static string BasicPair(NodeCredential credential)
    {
        var user = Text(credential, "username");
        return user.Contains(':', StringComparison.Ordinal)
            ? throw Unusable(credential, "a user name with a colon cannot be sent")
            : Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Text(credential, "password")}"));
    }

    private static OutgoingRequest WithHeader(OutgoingRequest request, NodeCredential credential, string name, string value)
    {
        if (HttpHeaderRules.Fault(name, value) is { } fault)
        {
            throw Unusable(credential, $"it cannot be sent in a header: {fault}");
        }

        return request with
        {
            Headers = [.. request.Headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)), new(name, value)],
            CredentialHeader = name,
        };
    }

    private static OutgoingRequest WithParameter(OutgoingRequest request, string name, string value)
    {
        var others = request.Uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(parameter => NameOf(parameter) != name);
        var own = $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
        return request with { Uri = new UriBuilder(request.Uri) { Query = string.Join('&', others.Append(own)) }.Uri };
    }

    private static string NameOf(string parameter) => Uri.UnescapeDataString(parameter.Split('=', 2)[0].Replace('+', ' '));

    private static string Text(NodeCredential credential, string member) =>
        credential.Data.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Unusable(credential, $"it has no {member}");

    private static NodeException Unusable(NodeCredential credential, string why) =>
        new(ErrorCodes.CredentialUnavailable, $"The credential {credential.Id} cannot be used: {why}.");
}
