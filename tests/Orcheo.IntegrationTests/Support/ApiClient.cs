using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orcheo.IntegrationTests.Support;

/// <summary>A thin client of the HTTP API. Every exchange is checked against openapi.json.</summary>
internal sealed class ApiClient : IDisposable
{
    // Text travels as UTF-8, as other clients send it, not as escapes.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http;

    /// <summary>A client for the stack at that address.</summary>
    /// <param name="address">Where the stack serves.</param>
    /// <param name="key">The API key; none when null.</param>
    public ApiClient(Uri address, string? key)
    {
        _http = new HttpClient { BaseAddress = new Uri(address, "/api/"), Timeout = Patience };
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public void Dispose() => _http.Dispose();

    public Task<Exchange> GetAsync(string path) => SendAsync("GET", path);

    public Task<Exchange> PostAsync(string path, JsonNode? body = null, params (string Name, string Value)[] headers) =>
        SendAsync("POST", path, body, headers);

    public Task<Exchange> PutAsync(string path, JsonNode? body, params (string Name, string Value)[] headers) =>
        SendAsync("PUT", path, body, headers);

    public Task<Exchange> DeleteAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("DELETE", path, null, headers);

    /// <summary>Sends JSON, or no body when <paramref name="body"/> is null.</summary>
    public Task<Exchange> SendAsync(string method, string path, JsonNode? body = null, params (string Name, string Value)[] headers) =>
        SendRawAsync(method, path, body is null ? null : JsonContent(body.ToJsonString(Plain)), headers);

    /// <summary>Sends any content.</summary>
    public async Task<Exchange> SendRawAsync(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/')) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var text = content is StringContent ? await content.ReadAsStringAsync(TestContext.Current.CancellationToken) : null;
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var exchange = new Exchange
        {
            Method = method,
            Target = path,
            RequestText = text,
            StatusCode = response.StatusCode,
            Headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase),
            Text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        };
        OpenApiContract.Instance.Check(exchange);
        return exchange;
    }

    /// <summary>Content of type <c>application/json</c>, JSON or not.</summary>
    public static StringContent JsonContent(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>Creates a workflow, which must succeed.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(Flow flow, string name = "Test") =>
        (await PostAsync("/workflows", flow.Document(name))).Expect(HttpStatusCode.Created).Id;

    /// <summary>Starts an inline run and waits for its end.</summary>
    public async Task<Exchange> RunAsync(Flow flow, JsonNode? input = null, int wait = 30)
    {
        var body = new JsonObject { ["workflow"] = flow.Definition(), ["input"] = input };
        var started = await PostAsync("/executions", body, ("Prefer", $"wait={wait}"));
        return started.Expect(HttpStatusCode.OK);
    }

    /// <summary>Waits until the execution has ended.</summary>
    public Task<Exchange> EndOfAsync(string executionId, TimeSpan? within = null) =>
        UntilAsync(executionId, status => status is "succeeded" or "failed" or "cancelled", "the end of the execution", within);

    /// <summary>Waits until the execution has that status.</summary>
    public Task<Exchange> UntilAsync(string executionId, string status, TimeSpan? within = null) =>
        UntilAsync(executionId, now => now == status, $"status {status}", within);

    /// <summary>Every event of the execution, read page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsAsync(string executionId)
    {
        var events = new List<JsonElement>();
        while (true)
        {
            var after = events.Count == 0 ? 0 : events[^1].Number("seq");
            var page = (await GetAsync($"/executions/{executionId}/events?after={after}&limit=200")).Expect(HttpStatusCode.OK).Json;
            events.AddRange(page.Items());
            if (page.Items().Count == 0 || page.NextCursor() is null)
            {
                return events;
            }
        }
    }

    private async Task<Exchange> UntilAsync(string executionId, Func<string, bool> condition, string what, TimeSpan? within) =>
        await Eventually.Becomes(
            async () => (await GetAsync($"/executions/{executionId}")).Expect(HttpStatusCode.OK),
            exchange => condition(exchange.Json.Text("status")),
            what,
            within);
}
