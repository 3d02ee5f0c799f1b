using System.Diagnostics;

namespace Orcheo.IntegrationTests.Support;

/// <summary>Awaits a condition of another process: asks again and again until it holds or the time is up.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(40);

    /// <summary>The value that <paramref name="read"/> gives as soon as it satisfies <paramref name="condition"/>.</summary>
    public static async Task<T> Becomes<T>(Func<Task<T>> read, Func<T, bool> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(30);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (condition(value))
            {
                return value;
            }

            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Waited {limit.TotalSeconds:0} s in vain: {what}. Last seen: {value}");
            }

            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }
}
