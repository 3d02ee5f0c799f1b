namespace Orcheo.Hosting.Retention;

/// <summary>What a sweep has removed.</summary>
public sealed class RetentionReport
{
    /// <summary>Executions, with everything of theirs.</summary>
    public long Executions { get; internal set; }

    /// <summary>Executions that stay, of which events, checkpoints and recorded calls went.</summary>
    public long Records { get; internal set; }

    /// <summary>Entries of the audit log.</summary>
    public long Entries { get; internal set; }

    /// <summary>Entries of rows whose time was over.</summary>
    public long Rows { get; internal set; }

    /// <summary>Whether anything was removed.</summary>
    public bool Any => Executions + Records + Entries + Rows > 0;
}
