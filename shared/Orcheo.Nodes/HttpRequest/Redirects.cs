using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>Follows redirects, each hop through the SSRF guard.</summary>
internal static class Redirects
{
    /// <summary>How many redirects are followed.</summary>
    public const int Limit = 10;

    /// <summary>Sends the request and follows what it is redirected to.</summary>
    /// <exception cref="NodeException">ORC3012: too many redirects, or one that is not followed; else as <see cref="OutboundHttp.SendAsync"/>.</exception>
    public static async Task<HttpResponseMessage> SendAsync(OutboundHttp http, OutgoingRequest request, bool follow, CancellationToken cancellationToken)
    {
        for (var hops = 0; ; hops++)
        {
            using var message = request.ToMessage();
            var response = await http.SendAsync(message, cancellationToken);
            var next = follow ? Next(request, response) : null;
            if (next is null)
            {
                return response;
            }

            response.Dispose();
            if (hops == Limit)
            {
                throw Refused(request.Uri, $"more than {Limit} redirects");
            }

            request = next;
        }
    }

    /// <summary>The request that the response asks for instead; null when it is no redirect.</summary>
    private static OutgoingRequest? Next(OutgoingRequest request, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is not (301 or 302 or 303 or 307 or 308) || !response.Headers.NonValidated.TryGetValues("Location", out var locations))
        {
            return null;
        }

        try
        {
            return Redirected(request, status, Target(request.Uri, locations.ToString()));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static Uri Target(Uri from, string location)
    {
        if (!Uri.TryCreate(from, location, out var target))
        {
            throw Refused(from, "a redirect to something that is no URL");
        }

        if (target.Scheme != Uri.UriSchemeHttp && target.Scheme != Uri.UriSchemeHttps)
        {
            throw Refused(from, $"a redirect to the scheme '{target.Scheme}', which is not followed");
        }

        if (from.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp)
        {
            throw Refused(from, "a redirect from https to http, which is not followed");
        }

        return target.UserInfo.Length > 0 ? throw Refused(from, "a redirect to a URL with a user name or password, which is not followed") : target;
    }

    private static OutgoingRequest Redirected(OutgoingRequest request, int status, Uri target)
    {
        var headers = request.Headers;
        if (OutboundHttp.Origin(request.Uri) != OutboundHttp.Origin(target))
        {
            headers =
            [
                .. headers.Where(header => HttpHeaderRules.MayFollowToAnotherOrigin(header.Key)
                    && !header.Key.Equals(request.CredentialHeader, StringComparison.OrdinalIgnoreCase)),
            ];
        }

        // RFC 9110, sections 15.4.2 to 15.4.4: what clients have always done at 301 and 302 after a POST, and 303 demands.
        var becomesGet = status == 303
            ? request.Method != HttpMethod.Get && request.Method != HttpMethod.Head
            : status is 301 or 302 && request.Method == HttpMethod.Post;
        return becomesGet
            ? request with
            {
                Uri = target,
                Method = HttpMethod.Get,
                Body = null,
                Headers = [.. headers.Where(header => !header.Key.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase))],
            }
            : request with { Uri = target, Headers = headers };
    }

    private static NodeException Refused(Uri uri, string fault) => new(ErrorCodes.TooManyRedirects, $"{OutboundHttp.Origin(uri)}: {fault}.");
}
