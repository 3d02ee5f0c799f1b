using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Orcheo.Api.Http;

/// <summary>The preferences of a request (RFC 7240) that Orcheo knows; others are ignored, as the RFC asks.</summary>
/// <param name="Wait">How long to wait for an end; null for no wait.</param>
/// <param name="Lenient">Whether an unfinished draft is to be stored.</param>
internal readonly record struct Preferences(TimeSpan? Wait, bool Lenient)
{
    private const int MaxWaitSeconds = 60;

    /// <summary>Reads the <c>Prefer</c> headers.</summary>
    public static Preferences Of(HttpRequest request)
    {
        TimeSpan? wait = null;
        var lenient = false;
        foreach (var preference in request.Headers["Prefer"].SelectMany(header => (header ?? "").Split([',', ';'], StringSplitOptions.TrimEntries)))
        {
            var parts = preference.Split('=', 2, StringSplitOptions.TrimEntries);
            var value = parts.Length == 2 ? parts[1].Trim('"') : "";
            if (parts[0].Equals("handling", StringComparison.OrdinalIgnoreCase))
            {
                lenient = value.Equals("lenient", StringComparison.OrdinalIgnoreCase);
            }
            else if (parts[0].Equals("wait", StringComparison.OrdinalIgnoreCase))
            {
                wait = Seconds(value);
            }
        }

        return new Preferences(wait, lenient);
    }

    private static TimeSpan Seconds(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxWaitSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw RequestReading.Invalid("Prefer", $"'Prefer: wait=N' takes a whole number of seconds from 0 to {MaxWaitSeconds}.");
}
