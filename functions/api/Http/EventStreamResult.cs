using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Orcheo.Hosting.Live;

namespace Orcheo.Api.Http;

/// <summary>Answers with a stream of server-sent events. A client that takes no bytes for too long is dropped; it may come back.</summary>
internal sealed class EventStreamResult(IAsyncEnumerable<IReadOnlyList<LiveEvent>> feed, TimeSpan writeLimit) : IActionResult
{
    /// <summary>The media type of such streams.</summary>
    public const string MediaType = "text/event-stream";

    /// <summary>As much as is put together before it is sent.</summary>
    private const int FlushBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Comment => ":\n\n"u8;

    /// <inheritdoc />
    public async Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var http = context.HttpContext;
        try
        {
            await StartAsync(http);
            await foreach (var batch in feed)
            {
                await SendAsync(http, batch);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone or was dropped, or the host is stopping: the client comes back and says where it was.
        }
    }

    private async Task StartAsync(HttpContext http)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-cache, no-store";

        // nginx and its like would otherwise keep events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Response.BodyWriter.Write(Comment);
        await FlushAsync(http);
    }

    private async Task SendAsync(HttpContext http, IReadOnlyList<LiveEvent> batch)
    {
        var waiting = 0;
        foreach (var item in batch)
        {
            http.Response.BodyWriter.Write(item.Frame.Span);
            waiting += item.Frame.Length;
            if (waiting >= FlushBytes)
            {
                await FlushAsync(http);
                waiting = 0;
            }
        }

        if (batch.Count == 0)
        {
            http.Response.BodyWriter.Write(Comment);
        }

        if (batch.Count == 0 || waiting > 0)
        {
            await FlushAsync(http);
        }
    }

    private async Task FlushAsync(HttpContext http)
    {
        var flush = http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        if (flush.IsCompletedSuccessfully)
        {
            Check(await flush);
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(writeLimit);
        try
        {
            Check(await flush.AsTask().WaitAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            // What it has not taken must not wait in memory for it.
            http.Abort();
            throw;
        }
    }

    private static void Check(FlushResult flushed)
    {
        if (flushed.IsCompleted || flushed.IsCanceled)
        {
            throw new OperationCanceledException("The client has gone.");
        }
    }
}
