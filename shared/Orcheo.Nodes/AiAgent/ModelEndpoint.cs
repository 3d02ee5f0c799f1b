using System.Text.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.Nodes.AiAgent;

/// <summary>Where a model is, and with what it is asked.</summary>
/// <param name="Uri">The address, with the path of the version.</param>
/// <param name="ApiKey">The key; null where the server asks for none.</param>
/// <param name="Organization">The organisation; null for the key's own.</param>
internal sealed record ModelEndpoint(Uri Uri, string? ApiKey, string? Organization)
{
    private const string OpenAi = "https://api.openai.com/v1";
    private static readonly string[] AzureHosts = [".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com"];

    /// <summary>The part that messages show.</summary>
    public string Origin => OutboundHttp.Origin(Uri);

    /// <summary>Whether it is Azure OpenAI, which takes its key in a header of its own.</summary>
    public bool IsAzure => Array.Exists(AzureHosts, host => Uri.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is OpenAI or Azure OpenAI: they refuse the older names of parameters that compatible servers still want.</summary>
    public bool IsOpenAi => IsAzure || Uri.Host.Equals("api.openai.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>The config's address, else the credential's, else OpenAI.</summary>
    /// <exception cref="NodeException">ORC3007: the address is none.</exception>
    public static ModelEndpoint Of(AiAgentConfig config, NodeCredential? credential)
    {
        var url = config.BaseUrl ?? Text(credential, "base_url") ?? OpenAi;
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? new ModelEndpoint(uri, Text(credential, "api_key"), Text(credential, "organization"))
            : throw ConfigError.At("ai_agent", "$.base_url", "an absolute http or https URL without user name and password is expected");
    }

    private static string? Text(NodeCredential? credential, string member) =>
        credential is not null && credential.Data.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;
}
