using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orcheo.Benchmarks.Http;

/// <summary>
/// A model server that thinks for a fixed time: it asks for the tool <c>look</c> where there is one and it was not called yet, and
/// answers else. Anything outside of <c>/v1</c> is answered at once.
/// </summary>
internal sealed class SlowModel : IAsyncDisposable
{
    private const string Head = "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,";
    private const string Tail = "}]}\n\ndata: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":5,\"total_tokens\":25}}\n\ndata: [DONE]\n\n";
    private const string Answer = Head + "\"delta\":{\"content\":\"Done.\"},\"finish_reason\":\"stop\"" + Tail;
    private const string Ask = Head + "\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"" + Tail;

    private readonly WebApplication _app;

    private SlowModel(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<SlowModel> StartAsync(TimeSpan thinks, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet("/look", () => Results.Json(new { seen = true }));
        app.MapPost("/v1/chat/completions", async (HttpRequest request, CancellationToken aborted) =>
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync(aborted);
            await Task.Delay(thinks, aborted);
            var asks = body.Contains("\"tools\"", StringComparison.Ordinal) && !body.Contains("\"role\":\"tool\"", StringComparison.Ordinal);
            return Results.Text(asks ? Ask : Answer, "text/event-stream");
        });
        await app.StartAsync(cancellationToken);
        return new SlowModel(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
