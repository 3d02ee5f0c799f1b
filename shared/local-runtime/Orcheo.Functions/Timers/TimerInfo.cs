namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told about the occurrence that it runs for.</summary>
public class TimerInfo
{
    /// <summary>The recorded occurrences, or null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether the occurrence is later than scheduled, because the host was not running.</summary>
    public bool IsPastDue { get; set; }
}
