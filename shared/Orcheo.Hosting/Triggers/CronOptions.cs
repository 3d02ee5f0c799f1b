using System.Globalization;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Triggers;

/// <summary>The cron triggers' settings (<c>Orcheo__Cron__…</c>).</summary>
public sealed class CronOptions
{
    /// <summary>The setting that the timer function goes by: the schedule of the tick.</summary>
    public const string ScheduleSetting = "Orcheo:Cron:Schedule";

    /// <summary>
    /// How often due triggers are looked for, 1 second to 1 hour; default 1 second. A time that is later than two of it is a misfire. On
    /// Azure the timer itself goes by <c>Orcheo__Cron__Schedule</c>, which must say the same.
    /// </summary>
    public TimeSpan Tick { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many misfires the policy <c>queue</c> starts, the newest ones; 1 to 10,000, default 100.</summary>
    public int MaxQueuedMisfires { get; set; } = 100;

    /// <summary>The tick as the schedule of a timer function: on the full second or minute where it divides it, else at that distance.</summary>
    public string TimerSchedule
    {
        get
        {
            var (seconds, rest) = Math.DivRem(Tick.Ticks, TimeSpan.TicksPerSecond);
            return (rest, seconds) switch
            {
                (0, < 60) when 60 % seconds == 0 => string.Create(CultureInfo.InvariantCulture, $"*/{seconds} * * * * *"),
                (0, < 3600) when seconds % 60 == 0 && 3600 % seconds == 0 => string.Create(CultureInfo.InvariantCulture, $"0 */{seconds / 60} * * * *"),
                _ => Tick.ToString("c", CultureInfo.InvariantCulture),
            };
        }
    }

    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    public void Validate()
    {
        if (Tick < TimeSpan.FromSeconds(1) || Tick > TimeSpan.FromHours(1))
        {
            throw new OptionsException("Orcheo__Cron__Tick", "a time span from 00:00:01 to 01:00:00");
        }

        if (MaxQueuedMisfires is < 1 or > 10_000)
        {
            throw new OptionsException("Orcheo__Cron__MaxQueuedMisfires", "a number from 1 to 10000");
        }
    }
}
