using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.Nodes.AiAgent;

/// <summary>
/// Makes model calls with the OpenAI library: OpenAI, Azure OpenAI and every server that is compatible with them, always as a stream,
/// through the SSRF guard. Thread-safe.
/// </summary>
/// <remarks>The library's own retry is off: what is tried again, and how often, is the node's retry policy.</remarks>
internal sealed class ModelClient(OutboundHttp http, TimeProvider time) : IDisposable
{
    /// <summary>A larger answer could not be recorded whole, and so not be taken up again after a crash.</summary>
    public const int MaxAnswerCharacters = 80_000;

    private readonly HttpClient _http = new(new OutboundHandler(http), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The models that have refused the schema mode. Only a shortcut: it saves asking again.</summary>
    private readonly ConcurrentDictionary<(string Origin, string Model), bool> _withoutSchemaMode = new();

    /// <summary>Makes one call.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="config">Names the model.</param>
    /// <param name="context">Its <see cref="NodeContext.Step"/> is the request.</param>
    /// <param name="cancellationToken">Breaks the request off.</param>
    /// <returns>The answer, see <see cref="ModelAnswer"/>.</returns>
    /// <exception cref="NodeException">The call failed; whether another may succeed is told by it.</exception>
    public async Task<JsonElement> CompleteAsync(ModelEndpoint endpoint, AiAgentConfig config, NodeContext context, CancellationToken cancellationToken)
    {
        var key = (endpoint.Uri.AbsoluteUri, config.Model);
        if (!context.Step.TryGetProperty("output_schema", out _) || _withoutSchemaMode.ContainsKey(key))
        {
            return await SendAsync(endpoint, config, context, schemaMode: false, cancellationToken);
        }

        try
        {
            return await SendAsync(endpoint, config, context, schemaMode: true, cancellationToken);
        }
        catch (NodeException refused) when (ModelFaults.RefusesSchemaMode(refused))
        {
            _withoutSchemaMode[key] = true;
            return await SendAsync(endpoint, config, context, schemaMode: false, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(
        ModelEndpoint endpoint, AiAgentConfig config, NodeContext context, bool schemaMode, CancellationToken cancellationToken)
    {
        var request = ModelRequest.Of(context.Step, schemaMode, endpoint.IsOpenAi);
        var answer = new ModelAnswer();
        try
        {
            await foreach (var update in Client(endpoint, config).CompleteChatStreamingAsync(request.Messages, request.Options, cancellationToken))
            {
                Show(context.Live, answer.Add(update));
                if (answer.Length > MaxAnswerCharacters)
                {
                    throw ModelFaults.Invalid(endpoint, $"the answer is longer than {MaxAnswerCharacters} characters. Set max_tokens, or ask for less");
                }
            }
        }
        catch (Exception exception) when (exception is not (NodeException or OperationCanceledException))
        {
            throw ModelFaults.Explain(endpoint, exception, context.Redactor, time);
        }

        return answer.IsComplete
            ? answer.ToJson(context.Step)
            : throw ModelFaults.Broken(endpoint);
    }

    private static void Show(INodeLive live, string text)
    {
        if (text.Length > 0 && live.IsWatched)
        {
            live.Show(EventTypes.LlmDelta, JsonSerializer.SerializeToElement(new { text }, OrcheoJson.Options));
        }
    }

    private ChatClient Client(ModelEndpoint endpoint, AiAgentConfig config)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = WithoutQuery(endpoint.Uri),
            OrganizationId = endpoint.Organization,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(0),

            // The node's own time limit ends the call.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        options.AddPolicy(new EndpointPolicy(endpoint), PipelinePosition.BeforeTransport);
        return new ChatClient(config.Model, new ApiKeyCredential(endpoint.ApiKey ?? "none"), options);
    }

    private static Uri WithoutQuery(Uri uri) => new(uri.GetLeftPart(UriPartial.Path));

    /// <summary>What the address and the key ask for beyond what the library does.</summary>
    private sealed class EndpointPolicy(ModelEndpoint endpoint) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Adjust(message.Request);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Adjust(message.Request);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private void Adjust(PipelineRequest request)
        {
            if (endpoint.ApiKey is null)
            {
                request.Headers.Remove("Authorization");
            }
            else if (endpoint.IsAzure)
            {
                request.Headers.Remove("Authorization");
                request.Headers.Set("api-key", endpoint.ApiKey);
            }

            // Azure's older addresses carry the API's version there.
            if (endpoint.Uri.Query.Length > 0)
            {
                request.Uri = new UriBuilder(request.Uri!) { Query = endpoint.Uri.Query }.Uri;
            }
        }
    }
}
