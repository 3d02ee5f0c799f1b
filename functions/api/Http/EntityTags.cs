using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Orcheo.Core.Errors;

namespace Orcheo.Api.Http;

/// <summary>HTTP entity tags (RFC 9110, 8.8.3) made from the store's ETags, which are opaque and may be weak.</summary>
internal static class EntityTags
{
    /// <summary>The strong entity tag of a stored thing.</summary>
    public static string Of(string storeETag) => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(storeETag)).AsSpan(0, 12))}\"";

    /// <summary>Throws unless <c>If-Match</c> is absent, <c>*</c>, or names the current entity tag.</summary>
    /// <exception cref="OrcheoException">412.</exception>
    public static void RequireMatch(HttpRequest request, string storeETag)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0)
        {
            return;
        }

        var current = Of(storeETag);
        if (!header.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag == current))
        {
            throw Stale();
        }
    }

    /// <summary>The failure of a write on something that has changed since it was read.</summary>
    public static OrcheoException Stale() => new(
        ErrorCodes.PreconditionFailed, "It has changed since it was read. Nothing was written: get it again, apply your change to it and send it with the new ETag.");
}
