using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Orcheo.Core.Credentials;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.Nodes.AiAgent;

/// <summary>A tool that an MCP server offers.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">The JSON Schema of its arguments.</param>
public sealed record McpTool(string Name, string Description, JsonElement Parameters);

/// <summary>
/// Lists and calls the tools of MCP servers over streamable HTTP, through the SSRF guard. Each use is a session of its own, so that
/// nothing is lost with the process. Thread-safe.
/// </summary>
public sealed class McpTools : IDisposable
{
    private readonly HttpClient _http;

    internal McpTools(OutboundHttp http) =>
        _http = new HttpClient(new OutboundHandler(http), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The server's tools that the config allows.</summary>
    /// <param name="config">The tool's rendered config.</param>
    /// <param name="credential">The credential to present; null for none.</param>
    /// <param name="cancellationToken">Stops the exchange.</param>
    /// <exception cref="NodeException">ORC3043: the server cannot be used, or has not every allowed tool.</exception>
    public async Task<IReadOnlyList<McpTool>> ListAsync(JsonElement config, NodeCredential? credential, CancellationToken cancellationToken)
    {
        var settings = ConfigReader<McpToolConfig>.Read(ToolTypes.Mcp, config);
        var tools = await UseAsync(settings, credential, async client => await client.ListToolsAsync(cancellationToken: cancellationToken), cancellationToken);
        var allowed = settings.AllowedTools
            .Select(name => tools.FirstOrDefault(tool => tool.Name == name)
                ?? throw new NodeException(ErrorCodes.McpUnavailable, $"{Origin(settings)}: the server has no tool '{name}'. Correct allowed_tools."));
        return [.. allowed.Select(tool => new McpTool(tool.Name, tool.Description, tool.JsonSchema))];
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="config">The tool's rendered config.</param>
    /// <param name="credential">The credential to present; null for none.</param>
    /// <param name="name">The tool's name on the server.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The structured result where there is one, else the text.</returns>
    /// <exception cref="NodeException">ORC3043: the server cannot be used; ORC3046: the tool failed; ORC3044: it is not allowed.</exception>
    public async Task<JsonElement> CallAsync(
        JsonElement config, NodeCredential? credential, string name, JsonElement arguments, CancellationToken cancellationToken)
    {
        var settings = ConfigReader<McpToolConfig>.Read(ToolTypes.Mcp, config);
        if (!settings.AllowedTools.Contains(name))
        {
            throw new NodeException(ErrorCodes.ToolCallInvalid, $"The tool '{name}' is not among the allowed ones.");
        }

        var members = arguments.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value, StringComparer.Ordinal);
        var result = await UseAsync(
            settings, credential, async client => await client.CallToolAsync(name, members, cancellationToken: cancellationToken), cancellationToken);
        var text = string.Join("\n", result.Content.OfType<TextContentBlock>().Select(block => block.Text));
        if (result.IsError == true)
        {
            throw new NodeException(ErrorCodes.McpToolFailed, $"The tool '{name}' failed: {(text.Length > 0 ? text : "it does not say why")}");
        }

        return result.StructuredContent is { } structured ? structured : JsonSerializer.SerializeToElement(text, OrcheoJson.Options);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<T> UseAsync<T>(
        McpToolConfig settings, NodeCredential? credential, Func<McpClient, Task<T>> use, CancellationToken cancellationToken)
    {
        var uri = UriOf(settings);
        try
        {
            var options = new HttpClientTransportOptions
            {
                Endpoint = uri,
                TransportMode = HttpTransportMode.StreamableHttp,
                EnableStandaloneGetStream = false,
                AdditionalHeaders = Headers(credential),
            };
            await using var transport = new HttpClientTransport(options, _http, loggerFactory: null, ownsHttpClient: false);
            await using var client = await McpClient.CreateAsync(transport, cancellationToken: cancellationToken);
            return await use(client);
        }
        catch (Exception exception) when (exception is not (NodeException or OperationCanceledException) || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Explain(uri, exception);
        }
    }

    private static NodeException Explain(Uri uri, Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case NodeException explained:
                    return explained;
                case HttpRequestException { StatusCode: { } status }:
                    return new NodeException(
                        ErrorCodes.McpUnavailable,
                        $"{OutboundHttp.Origin(uri)}: the MCP server answered with the status {(int)status}. Check the url and the credential.",
                        retryable: (int)status is 408 or 429 or >= 500,
                        innerException: exception);
                case McpException:
                    return new NodeException(ErrorCodes.McpUnavailable, $"{OutboundHttp.Origin(uri)}: the MCP server refused: {cause.Message}", innerException: exception);
            }

            if (OutboundHttp.IsTransport(cause))
            {
                return OutboundHttp.Explain(uri, cause);
            }
        }

        return new NodeException(ErrorCodes.McpUnavailable, $"{OutboundHttp.Origin(uri)}: the server does not speak MCP over streamable HTTP.", innerException: exception);
    }

    private static Dictionary<string, string> Headers(NodeCredential? credential) => credential switch
    {
        null => [],
        { Type: CredentialTypes.BearerToken } => new() { ["Authorization"] = $"Bearer {Text(credential, "token")}" },
        { Type: CredentialTypes.ApiKey } when Text(credential, "in") == "header" => new() { [Text(credential, "name")] = Text(credential, "value") },
        _ => throw new NodeException(ErrorCodes.CredentialUnavailable, $"The credential {credential.Id} cannot be used: an MCP server takes a bearer_token, or an api_key in a header."),
    };

    private static string Text(NodeCredential credential, string member) => credential.Data.GetProperty(member).GetString() ?? "";

    private static string Origin(McpToolConfig settings) => OutboundHttp.Origin(UriOf(settings));

    private static Uri UriOf(McpToolConfig settings) =>
        Uri.TryCreate(settings.Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw ConfigError.At(ToolTypes.Mcp, "$.url", "an absolute http or https URL is expected");
}
