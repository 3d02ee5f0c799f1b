using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function on a schedule.</summary>
public sealed class TimerTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Initializes the trigger.</summary>
    /// <param name="schedule">An NCRONTAB expression of six fields (seconds first; five are accepted), a
    /// <see cref="TimeSpan"/>, or <c>%Setting%</c> naming a setting that holds one. Times are UTC.</param>
    public TimerTriggerAttribute(string schedule)
    {
        Schedule = schedule;
        UseMonitor = true;
    }

    /// <summary>The schedule as written.</summary>
    public string Schedule { get; private set; }

    /// <summary>Whether occurrences are recorded, so that one missed while the host was down runs at the next start. Default true;
    /// without effect on schedules that recur within a minute.</summary>
    public bool UseMonitor { get; set; }

    /// <summary>Whether the function also runs whenever the host starts. Default false.</summary>
    public bool RunOnStartup { get; set; }
}
