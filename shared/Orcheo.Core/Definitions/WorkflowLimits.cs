namespace Orcheo.Core.Definitions;

/// <summary>How large the parts of a workflow document may be. shared/schemas/workflow.schema.json says the same; a test compares the two.</summary>
public static class WorkflowLimits
{
    /// <summary>The only version of the document's schema so far.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The most nodes.</summary>
    public const int MaxNodes = 2_000;

    /// <summary>The most edges.</summary>
    public const int MaxEdges = 8_000;

    /// <summary>The longest id of a node or edge: letters, digits, <c>_</c> and <c>-</c>.</summary>
    public const int MaxIdLength = 64;

    /// <summary>The longest name of a workflow or node, in Unicode code points.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The longest description, in Unicode code points.</summary>
    public const int MaxDescriptionLength = 10_000;

    /// <summary>The most tags.</summary>
    public const int MaxTags = 50;

    /// <summary>The longest tag, type name, handle or credential reference, in Unicode code points.</summary>
    public const int MaxTagLength = 64;

    /// <summary>The largest <c>ui</c> object, in bytes of JSON without insignificant white space.</summary>
    public const int MaxUiBytes = 4 * 1024;

    /// <summary>The longest time limit of a node's attempt, and the longest retry interval, in seconds: a day.</summary>
    public const double MaxTimeoutSeconds = 86_400;

    /// <summary>The longest time limit of an execution, in seconds: a year.</summary>
    public const double MaxExecutionTimeoutSeconds = 31_536_000;

    /// <summary>The most attempts of a node.</summary>
    public const int MaxAttempts = 100;

    /// <summary>The largest backoff coefficient; the least is 1.</summary>
    public const double MaxBackoffCoefficient = 100;

    /// <summary>The largest <c>max_concurrent_runs</c>.</summary>
    public const int MaxConcurrentRuns = 10_000;

    /// <summary>The longest event retention, in days: ten years.</summary>
    public const int MaxEventRetentionDays = 3_650;
}
