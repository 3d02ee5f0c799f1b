using System.Buffers;
using System.Collections.Frozen;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>What headers an author may set, and which of them follow a redirect.</summary>
internal static class HttpHeaderRules
{
    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // Those that frame the message or belong to the connection (RFC 9110, section 7.6.1): the client sets them.
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE",
        "Trailer", "Transfer-Encoding", "Upgrade");

    private static readonly FrozenSet<string> OfBody = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Location", "Content-MD5", "Content-Range", "Content-Type",
        "Expires", "Last-Modified");

    // Any other header may be a secret (X-Api-Key, Cookie), and it was meant for the first server only.
    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Accept", "Accept-Encoding", "Accept-Language", "Content-Encoding", "Content-Language", "Content-Type", "Idempotency-Key", "User-Agent");

    /// <summary>What is wrong with a header; null when it may be sent.</summary>
    public static string? Fault(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return "not a name of a header";
        }

        if (Refused.Contains(name))
        {
            return "this header is set by the HTTP client itself";
        }

        // A line break in a value would begin another header.
        return value.AsSpan().ContainsAnyExceptInRange(' ', '~') && value.Any(character => character is not '\t' and (< ' ' or > '~'))
            ? "a header's value may hold printable ASCII only"
            : null;
    }

    public static bool BelongsToBody(string name) => OfBody.Contains(name);

    public static bool MayFollowToAnotherOrigin(string name) => Harmless.Contains(name);
}
