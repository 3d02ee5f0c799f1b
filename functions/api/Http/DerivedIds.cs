using System.Globalization;
using Microsoft.AspNetCore.Http;
using Orcheo.Core.Ids;

namespace Orcheo.Api.Http;

/// <summary>
/// Ids for what a request with an <c>Idempotency-Key</c> makes: a repetition, also one after a crash, derives the same. They hang on
/// the first use of the key too, so that a key used again after it was forgotten makes something new.
/// </summary>
internal sealed class DerivedIds(string tenant, string callerId, string key, DateTimeOffset beganAt)
{
    public string Derive(string prefix) =>
        OrcheoId.Derive(prefix, tenant, callerId, key, beganAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
}

/// <summary>Reads them.</summary>
internal static class DerivedIdExtensions
{
    /// <summary>The id for what this request makes; null when the request has no <c>Idempotency-Key</c>.</summary>
    public static string? DerivedId(this HttpRequest request, string prefix) => request.HttpContext.Features.Get<DerivedIds>()?.Derive(prefix);
}
