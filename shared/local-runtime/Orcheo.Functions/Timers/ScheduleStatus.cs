namespace Microsoft.Azure.Functions.Worker;

/// <summary>The recorded occurrences of a timer.</summary>
public class ScheduleStatus
{
    /// <summary>The last occurrence (UTC), or the default value when there was none.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence (UTC).</summary>
    public DateTime Next { get; set; }

    /// <summary>When the record was last written (UTC).</summary>
    public DateTime LastUpdated { get; set; }
}
