using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Live;

/// <summary>The settings of live events (<c>Orcheo__Live__…</c>).</summary>
public sealed class LiveOptions
{
    /// <summary>
    /// Where clients reach Orcheo, e.g. <c>https://orcheo.example.com</c>: what the URLs of streams begin with. Default: the address at
    /// which the API was asked.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>How often a stream without events shows that it lives, from one second to two minutes; default 15 seconds.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may take no bytes before it is dropped, from one second to five minutes; default 10 seconds.</summary>
    public TimeSpan WriteLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often a stream looks in the store for events that another process has written, from 100 milliseconds to a minute. Default:
    /// half a second where executions run in other processes; where they run in this one it only makes sure, every 5 seconds.
    /// </summary>
    public TimeSpan? Poll { get; set; }

    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    public void Validate()
    {
        var isUsable = string.IsNullOrEmpty(PublicUrl)
            || (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0);
        if (!isUsable)
        {
            throw new OptionsException("Orcheo__Live__PublicUrl", "an http or https address without a query");
        }

        if (Heartbeat < TimeSpan.FromSeconds(1) || Heartbeat > TimeSpan.FromMinutes(2))
        {
            throw new OptionsException("Orcheo__Live__Heartbeat", "a time span from 00:00:01 to 00:02:00");
        }

        if (WriteLimit < TimeSpan.FromSeconds(1) || WriteLimit > TimeSpan.FromMinutes(5))
        {
            throw new OptionsException("Orcheo__Live__WriteLimit", "a time span from 00:00:01 to 00:05:00");
        }

        if (Poll is { } poll && (poll < TimeSpan.FromMilliseconds(100) || poll > TimeSpan.FromMinutes(1)))
        {
            throw new OptionsException("Orcheo__Live__Poll", "a time span from 00:00:00.1 to 00:01:00");
        }
    }

    /// <summary>How often a stream looks in the store.</summary>
    /// <param name="writesHere">Whether the executions run in this process.</param>
    internal TimeSpan PollFor(bool writesHere) => Poll ?? (writesHere ? TimeSpan.FromSeconds(5) : TimeSpan.FromMilliseconds(500));
}
