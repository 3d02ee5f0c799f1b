using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;

namespace Orcheo.Api.Http;

/// <summary>Reads what a client of a stream of server-sent events says.</summary>
internal static class EventStreamRequest
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>What only pages of a list have.</summary>
    private static readonly string[] PageParameters = ["limit", "page", "cursor"];

    /// <summary>Whether a stream is asked for, by name: a client that takes anything gets JSON.</summary>
    /// <exception cref="Core.Errors.OrcheoException">A stream is asked for, and a page of a list too.</exception>
    public static bool Asks(HttpRequest request)
    {
        var asks = new RequestHeaders(request.Headers).Accept.Any(
            type => type.MediaType.Equals(EventStreamResult.MediaType, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
        var page = asks ? Array.Find(PageParameters, request.Query.ContainsKey) : null;
        return page is null ? asks : throw RequestReading.Invalid(page, $"A stream has no pages: leave '{page}' out.");
    }

    /// <summary>The last event that the client has, as it says when it connects again; null when it says nothing.</summary>
    /// <exception cref="Core.Errors.OrcheoException">It is not a sequence number.</exception>
    public static long? After(HttpRequest request)
    {
        if (request.Headers[LastEventId] is not { Count: > 0 } values || values.ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq < 1_000_000_000_000
            ? seq
            : throw RequestReading.Invalid(LastEventId, $"'{LastEventId}' must be the seq of an event.");
    }
}
