using Microsoft.AspNetCore.Http;

namespace Orcheo.Local;

/// <summary>What the canvas may do in a browser.</summary>
internal static class CanvasHeaders
{
    /// <summary>
    /// Everything comes from here and goes here. There are no inline scripts; styles may be inline, because the editor of code and the
    /// drawing of graphs make theirs as they run. The layout of large graphs is computed by a worker.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
        + "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Add(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
