using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Orcheo.IntegrationTests.Support;

/// <summary>One server-sent event.</summary>
/// <param name="Id">Its <c>id</c>; null when it has none.</param>
/// <param name="Type">Its <c>event</c>.</param>
/// <param name="Data">Its <c>data</c>.</param>
internal sealed record StreamedEvent(long? Id, string Type, JsonElement Data);

/// <summary>A client of the stream of an execution's events, as <c>curl -N</c> is one.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpClient _http;
    private readonly StreamReader _lines;

    private EventStream(HttpClient http, HttpResponseMessage response, StreamReader lines)
    {
        _http = http;
        _lines = lines;
        Response = response;
    }

    /// <summary>The answer, of which the body is the stream.</summary>
    public HttpResponseMessage Response { get; }

    /// <summary>How many comments came so far; the first says that the stream is open.</summary>
    public int Comments { get; private set; }

    /// <summary>Opens a stream; returns once it is open.</summary>
    public static async Task<EventStream> OpenAsync(LocalStack stack, string executionId, long? after = null, long? lastEventId = null)
    {
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var query = after is null ? "" : $"?after={after}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stack.Address, $"/api/executions/{executionId}/events{query}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", stack.AdminKey);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", $"{lastEventId}");
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        return new EventStream(http, response, new StreamReader(body));
    }

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<StreamedEvent?> NextAsync(CancellationToken? cancellationToken = null)
    {
        long? id = null;
        var type = "message";
        while (await _lines.ReadLineAsync(cancellationToken ?? TestContext.Current.CancellationToken) is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case ["id", var value]:
                    id = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case ["event", var value]:
                    type = value;
                    break;
                case ["data", var value]:
                    return new StreamedEvent(id, type, JsonElement.Parse(value));
                default:
                    Comments += line.StartsWith(':') ? 1 : 0;
                    break;
            }
        }

        return null;
    }

    /// <summary>Every event up to the end of the stream.</summary>
    public async Task<IReadOnlyList<StreamedEvent>> RestAsync()
    {
        var events = new List<StreamedEvent>();
        while (await NextAsync() is { } next)
        {
            events.Add(next);
        }

        return events;
    }

    public void Dispose()
    {
        _lines.Dispose();
        Response.Dispose();
        _http.Dispose();
    }
}
