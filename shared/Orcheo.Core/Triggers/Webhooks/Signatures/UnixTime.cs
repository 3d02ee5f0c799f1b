using System.Globalization;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>Reads the times that senders sign: whole seconds since 1970.</summary>
internal static class UnixTime
{
    /// <summary>The time; null when the text is not one.</summary>
    public static DateTimeOffset? Read(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
