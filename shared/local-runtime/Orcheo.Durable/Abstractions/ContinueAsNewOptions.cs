namespace Microsoft.DurableTask;

/// <summary>How an orchestration begins again with a new history.</summary>
public class ContinueAsNewOptions
{
    /// <summary>Gets or sets the input of the next run.</summary>
    public object? NewInput { get; set; }

    /// <summary>Gets or sets whether events that nobody awaited yet are kept for the next run. The default is <c>true</c>.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>Gets or sets the version of the next run; <c>null</c> keeps the version.</summary>
    public string? NewVersion { get; set; }
}
