namespace Orcheo.Core.Plans;

/// <summary>How many nodes of a run came to what.</summary>
/// <param name="Total">All nodes of the workflow.</param>
/// <param name="Succeeded">Those that succeeded.</param>
/// <param name="Failed">Those that failed, whatever their <c>on_error</c> made of it.</param>
/// <param name="Skipped">Those that were skipped.</param>
public readonly record struct RunCounts(int Total, int Succeeded, int Failed, int Skipped);

/// <summary>Where a node stands in a run.</summary>
public enum NodeRunStatus
{
    /// <summary>Not reached yet.</summary>
    Pending,

    /// <summary>Handed out to be run; its outcome is awaited.</summary>
    Running,

    /// <summary>Ended with an output.</summary>
    Succeeded,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Will not run: no edge into it was taken, or the run ended first.</summary>
    Skipped,
}
