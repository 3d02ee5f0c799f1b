using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using Orcheo.Hosting.Options;

namespace Orcheo.Local;

/// <summary>
/// The canvas at <c>/</c>: its built files, compressed as the build left them, and its page for every address that it routes by itself.
/// What the API, its documentation and the hubs answer is left to them, and what is not there stays a problem document.
/// </summary>
internal sealed class CanvasFiles(OrcheoOptions options) : IStartupFilter
{
    private const string Page = "/index.html";

    /// <summary>What the build names by a hash of its content: such a name never means anything else.</summary>
    private const string Hashed = "/assets";

    /// <summary>Preferred first.</summary>
    private static readonly (string Coding, string Extension)[] Compressed = [("br", ".br"), ("gzip", ".gz")];

    private static readonly PathString[] NotOurs = ["/api", "/docs", "/hubs"];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (CanvasFolder.Find(options, AppContext.BaseDirectory) is { } folder)
        {
            Serve(app, new PhysicalFileProvider(folder));
        }
        else
        {
            app.Use((context, proceed) => WantsPage(context.Request) ? CanvasMissing.WriteAsync(context) : proceed(context));
        }

        next(app);
    };

    private static void Serve(IApplicationBuilder app, PhysicalFileProvider files)
    {
        app.Use((context, proceed) =>
        {
            var request = context.Request;
            if (WantsPage(request) && !files.GetFileInfo(request.Path).Exists)
            {
                request.Path = Page;
            }

            Choose(context, files);
            return proceed(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = new PlainContentTypes(),
            OnPrepareResponse = answer => Describe(answer.Context),
        });
    }

    /// <summary>Whether somebody opens an address of the canvas: a browser says that it wants HTML, a client of the API does not.</summary>
    private static bool WantsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (request.Path == "/" || (request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && !request.Path.StartsWithSegments(Hashed, StringComparison.Ordinal)
            && !Array.Exists(NotOurs, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))));

    /// <summary>Leads to the compressed form of a file, where there is one that the client takes.</summary>
    private static void Choose(HttpContext context, PhysicalFileProvider files)
    {
        var path = context.Request.Path.Value!;
        foreach (var (coding, extension) in Compressed)
        {
            if (Takes(context.Request, coding) && files.GetFileInfo(path + extension).Exists)
            {
                context.Request.Path = path + extension;
                return;
            }
        }
    }

    private static bool Takes(HttpRequest request, string coding) =>
        request.GetTypedHeaders().AcceptEncoding.Any(accepted => accepted.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && accepted.Quality is null or > 0);

    private static void Describe(HttpContext context)
    {
        var path = context.Request.Path;
        var headers = context.Response.Headers;
        CanvasHeaders.Add(headers);
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = path.StartsWithSegments(Hashed, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        if (Array.Find(Compressed, form => path.Value!.EndsWith(form.Extension, StringComparison.Ordinal)) is { Coding: { } coding })
        {
            headers.ContentEncoding = coding;
        }
    }

    /// <summary>A compressed file has the type of what it holds.</summary>
    private sealed class PlainContentTypes : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _types = new();

        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType)
        {
            var plain = Array.Find(Compressed, form => subpath.EndsWith(form.Extension, StringComparison.Ordinal)) is { Extension: { } extension }
                ? subpath[..^extension.Length]
                : subpath;
            if (!_types.TryGetContentType(plain, out contentType))
            {
                return false;
            }

            contentType = contentType is "text/html" or "text/css" or "text/javascript" ? contentType + "; charset=utf-8" : contentType;
            return true;
        }
    }
}
