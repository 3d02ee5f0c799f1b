namespace Orcheo.Core.Executions;

/// <summary>
/// Where executions are stored. Table <c>executions</c>: one partition per execution, so that its head, events and checkpoints change
/// in one atomic batch. Table <c>executionindex</c>: lists, newest first.
/// </summary>
internal static class ExecutionTables
{
    public const string Executions = "executions";
    public const string Index = "executionindex";

    /// <summary>The head row; with input, output and the trigger's answer it is read as one range.</summary>
    public const string Head = "a|head";
    public const string Input = "a|input";
    public const string Output = "a|output";
    public const string Answer = "a|response";
    public const string DocumentFrom = "a|";
    public const string DocumentTo = "a}";

    /// <summary>What the execution runs, as it was at the start.</summary>
    public const string Definition = "d|definition";

    /// <summary>Checkpoints by node: a node's result is recorded once.</summary>
    public const string CheckpointPrefix = "c|";

    /// <summary>Events: one row per batch, keyed by the LAST sequence number in it, so that "after n" is one range.</summary>
    public const string EventPrefix = "e|";

    /// <summary>Recorded calls by node: one row for the calls that are written together, keyed by the number of the first.</summary>
    public const string CallPrefix = "r|";

    /// <summary>Results that were given for nodes of a test run, by node. They stay as long as the execution: a replay needs them.</summary>
    private const string PinnedPrefix = "p|";

    public static string PinnedRow(string nodeId) => PinnedPrefix + nodeId;

    /// <summary>What nodes that run as an orchestration keep for their steps.</summary>
    public const string MemoPrefix = "m|";

    /// <summary>Messages that were sent ahead in parts: one row for each part.</summary>
    public const string PartPrefix = "x|";

    /// <summary>Steps that one worker at a time makes, because a second call would be paid for twice.</summary>
    public const string ClaimPrefix = "l|";

    public static string ClaimRow(string nodeId, int step) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ClaimPrefix}{nodeId}|{step:D6}");

    public static string PartRow(int key, int index) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{PartPrefix}{key:D6}|{index:D6}");

    public static string MemoRow(string nodeId) => MemoPrefix + nodeId;

    public static string Partition(string tenant, string executionId) => $"{tenant}|{executionId}";

    public static string EventRow(long lastSeq) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{EventPrefix}{lastSeq:D12}");

    public static string CheckpointRow(string nodeId) => CheckpointPrefix + nodeId;

    /// <summary>The prefix of a node's recorded calls. Ids hold no bar, so no other node's key begins like it.</summary>
    public static string CallsPrefix(string nodeId) => $"{CallPrefix}{nodeId}|";

    public static string CallsRow(string nodeId, int first) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{CallPrefix}{nodeId}|{first:D6}");

    public static string AllIndex(string tenant) => $"{tenant}|all";

    public static string WorkflowIndex(string tenant, string workflowId) => $"{tenant}|wf|{workflowId}";

    public static string StatusIndex(string tenant, StatusClass status) => $"{tenant}|st|{Name(status)}";

    /// <summary>What a trigger has started.</summary>
    public static string TriggerIndex(string tenant, string triggerId) => $"{tenant}|tr|{triggerId}";

    public static string WorkflowStatusIndex(string tenant, string workflowId, StatusClass status) => $"{tenant}|ws|{workflowId}|{Name(status)}";

    /// <summary>The ended executions whose events are to go before they do themselves, by the time when.</summary>
    public static string RecordsDueIndex(string tenant) => $"{tenant}|due";

    public static string DueTime(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString("D14", System.Globalization.CultureInfo.InvariantCulture);

    public static string RecordsDueRow(DateTimeOffset time, string executionId) => $"{DueTime(time)}|{executionId}";

    /// <summary>
    /// The class under which a status is listed. Statuses that follow each other within moments share one, because its members are
    /// few and a row would be moved several times per execution otherwise.
    /// </summary>
    public static StatusClass ClassOf(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Waiting => StatusClass.Waiting,
        ExecutionStatus.Succeeded => StatusClass.Succeeded,
        ExecutionStatus.Failed => StatusClass.Failed,
        ExecutionStatus.Cancelled => StatusClass.Cancelled,
        _ => StatusClass.Active,
    };

    private static string Name(StatusClass status) => status switch
    {
        StatusClass.Active => "active",
        StatusClass.Waiting => "waiting",
        StatusClass.Succeeded => "succeeded",
        StatusClass.Failed => "failed",
        _ => "cancelled",
    };
}

/// <summary>Statuses as the index groups them.</summary>
public enum StatusClass
{
    /// <summary><c>queued</c>, <c>running</c> and <c>cancelling</c>.</summary>
    Active,

    /// <summary><c>waiting</c>.</summary>
    Waiting,

    /// <summary><c>succeeded</c>.</summary>
    Succeeded,

    /// <summary><c>failed</c>.</summary>
    Failed,

    /// <summary><c>cancelled</c>.</summary>
    Cancelled,
}
