using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Live;

/// <summary>A client that compares nothing with openapi.json, for tests whose load should be that of the stack.</summary>
internal sealed class PlainClient : IDisposable
{
    private readonly HttpClient _http;

    public PlainClient(LocalStack stack)
    {
        _http = new HttpClient { BaseAddress = new Uri(stack.Address, "/api/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stack.AdminKey);
    }

    /// <summary>Starts a workflow.</summary>
    /// <returns>The execution's id.</returns>
    public async Task<string> StartAsync(string workflowId)
    {
        using var response = await _http.PostAsJsonAsync("executions", new { workflow_id = workflowId }, TestContext.Current.CancellationToken);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).Text("id");
    }

    /// <summary>The first 200 events after one.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsAsync(string executionId, int after) =>
        (await _http.GetFromJsonAsync<JsonElement>($"executions/{executionId}/events?after={after}&limit=200", TestContext.Current.CancellationToken)).Items();

    public void Dispose() => _http.Dispose();
}
