using System.Globalization;
using Microsoft.AspNetCore.Http;
using Orcheo.Core.Errors;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.Api.Http;

/// <summary>
/// Tells callers where they stand, in the fields of the IETF draft "RateLimit header fields for HTTP": the policy <c>"key";q=1000;w=2</c>
/// (1000 requests in any 2 seconds, which is the burst and how long it takes to come again), and the state <c>"key";r=12;t=1</c> (12 are
/// left, all are there again in a second).
/// </summary>
internal sealed class RateLimitHeaders(string name, string whose, RateLimit limit)
{
    private readonly string _policy = string.Create(
        CultureInfo.InvariantCulture, $"\"{name}\";q={limit.Burst};w={Math.Max(1, (limit.Burst + limit.PerSecond - 1) / limit.PerSecond)}");

    /// <summary>Puts this limit first in the fields of an answer, before those that were looked at earlier.</summary>
    /// <exception cref="OrcheoException">429: the request is one too many.</exception>
    public void Apply(HttpResponse response, RateLimitDecision decision)
    {
        var state = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={decision.Remaining};t={decision.ResetSeconds}");
        var headers = response.Headers;
        headers["RateLimit-Policy"] = Join(_policy, headers["RateLimit-Policy"]);
        headers["RateLimit"] = Join(state, headers["RateLimit"]);
        if (decision.Taken)
        {
            return;
        }

        // One more request is taken in 1/PerSecond of a second, and the header knows whole seconds only.
        const int RetryAfterSeconds = 1;
        response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        throw new OrcheoException(
            ErrorCodes.RateLimited,
            string.Create(CultureInfo.InvariantCulture, $"{whose} has sent more than {limit.PerSecond} requests a second. Try again in {RetryAfterSeconds} s."));
    }

    private static string Join(string first, string? rest) => string.IsNullOrEmpty(rest) ? first : $"{first}, {rest}";
}
