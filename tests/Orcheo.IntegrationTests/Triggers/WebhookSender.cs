using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>A webhook trigger that a test has made, and a sender that knows its secret.</summary>
internal sealed class WebhookSender(LocalStack stack, JsonElement trigger) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>The trigger as it was created.</summary>
    public JsonElement Trigger { get; } = trigger;

    public string Id => Trigger.Text("id");

    public string Secret { get; set; } = trigger.TryGetProperty("signing_secret_once", out var secret) ? secret.GetString()! : "";

    public string Token => Trigger.Text("token");

    /// <summary>The path below /api, on whatever port the stack serves now.</summary>
    public string Path => $"/default/hooks/{Token}";

    public void Dispose() => _http.Dispose();

    /// <summary>Makes a trigger.</summary>
    public static async Task<WebhookSender> CreateAsync(LocalStack stack, string workflowId, object? more = null)
    {
        var body = new JsonObject { ["workflow_id"] = workflowId };
        foreach (var (name, value) in Flow.Json(more ?? new { })!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        return new WebhookSender(stack, (await stack.Client.PostAsync("/triggers/webhook", body)).Expect(HttpStatusCode.Created).Json);
    }

    /// <summary>The headers of a delivery by the Standard Webhooks specification.</summary>
    public (string Name, string Value)[] Sign(string deliveryId, string body, DateTimeOffset? at = null, string? secret = null)
    {
        var timestamp = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String((secret ?? Secret)["whsec_".Length..]);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{deliveryId}.{timestamp}.{body}")));
        return [("webhook-id", deliveryId), ("webhook-timestamp", timestamp), ("webhook-signature", "v1," + signature)];
    }

    /// <summary>Sends a signed JSON delivery.</summary>
    public Task<HttpAnswer> SendAsync(string deliveryId, string body = "{}", string query = "") =>
        PostAsync(new StringContent(body, Encoding.UTF8, "application/json"), query, Sign(deliveryId, body));

    /// <summary>Sends anything.</summary>
    public async Task<HttpAnswer> PostAsync(HttpContent? content, string query = "", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stack.Address, "/api" + Path + query)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var all = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new HttpAnswer(response.StatusCode, all, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The trigger as it is now.</summary>
    public async Task<JsonElement> ReadAsync() => (await stack.Client.GetAsync($"/triggers/webhook/{Id}")).Expect(HttpStatusCode.OK).Json;

    /// <summary>The lines of the audit log about rejected deliveries.</summary>
    public async Task<IReadOnlyList<JsonElement>> RejectionsAsync() =>
    [
        .. (await stack.Client.GetAsync($"/audit?resource={Id}&limit=200")).Expect(HttpStatusCode.OK).Json.Items().Where(entry => entry.Text("action") == "webhook.reject"),
    ];
}

/// <summary>An answer to a delivery.</summary>
internal sealed record HttpAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public string ExecutionId => Json.Text("execution_id");

    public string ContentType => Headers.TryGetValue("Content-Type", out var type) ? type.Split(';')[0] : "";

    public HttpAnswer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {(int)status}: {(int)Status} {Text}");
        return this;
    }
}
