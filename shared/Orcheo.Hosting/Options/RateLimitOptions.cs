namespace Orcheo.Hosting.Options;

/// <summary>How many requests are taken. Each process counts its own.</summary>
public sealed class RateLimitOptions
{
    /// <summary>For each API key. Default 500 a second, 1000 at once.</summary>
    public RateLimit PerKey { get; set; } = new() { PerSecond = 500, Burst = 1000 };

    /// <summary>For each client address, with a key or without. Default 1000 a second, 2000 at once.</summary>
    public RateLimit PerIp { get; set; } = new() { PerSecond = 1000, Burst = 2000 };
}

/// <summary>A sustained rate and a burst: a bucket of tokens that refills steadily.</summary>
public sealed class RateLimit
{
    /// <summary>The most that either number may be.</summary>
    public const int Max = 1_000_000;

    /// <summary>Requests a second in the long run, 1 to <see cref="Max"/>.</summary>
    public int PerSecond { get; set; } = 1;

    /// <summary>Requests at once after a pause, 1 to <see cref="Max"/>.</summary>
    public int Burst { get; set; } = 1;

    internal void Validate(string setting)
    {
        if (PerSecond is < 1 or > Max)
        {
            throw new OptionsException(setting + "__PerSecond", $"a number of requests a second from 1 to {Max}");
        }

        if (Burst is < 1 or > Max)
        {
            throw new OptionsException(setting + "__Burst", $"a number of requests from 1 to {Max}");
        }
    }
}
