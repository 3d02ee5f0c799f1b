using Microsoft.AspNetCore.Http;

namespace Orcheo.Local;

/// <summary>Says how to build the canvas, where it would be.</summary>
internal static class CanvasMissing
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Orcheo</title>
            <style>body { font: 16px/1.6 system-ui, sans-serif; max-width: 38rem; margin: 15vh auto; padding: 0 1rem }</style>
          </head>
          <body>
            <h1>The canvas is not built</h1>
            <p>Orcheo serves, but without its canvas. Stop it, run <code>make build</code>, and start it again.
              A canvas that was built elsewhere is found by the setting <code>Orcheo__CanvasDirectory</code>.</p>
            <p>Meanwhile: <a href="/docs">the API reference</a>.</p>
          </body>
        </html>
        """;

    public static Task WriteAsync(HttpContext context)
    {
        CanvasHeaders.Add(context.Response.Headers);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/html; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(Page, context.RequestAborted);
    }
}
