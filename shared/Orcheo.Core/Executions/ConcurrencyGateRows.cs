using System.Globalization;

namespace Orcheo.Core.Executions;

/// <summary>
/// Where gates are stored. Table <c>concurrency</c>: one partition per workflow with a row <c>gate</c> (how many run, how many wait), a
/// row <c>r|id</c> for each execution that was admitted, and a row <c>q|place|id</c> for each that waits, in the order of their places.
/// </summary>
internal static class ConcurrencyGateRows
{
    public const string Table = "concurrency";
    public const string Gate = "gate";
    public const string RunningPrefix = "r|";
    public const string WaitingPrefix = "q|";

    public static string Partition(string tenant, string workflowId) => $"{tenant}|{workflowId}";

    public static string Running(string executionId) => RunningPrefix + executionId;

    public static string Waiting(GateEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{WaitingPrefix}{entry.Ticket.Place:D17}|{entry.ExecutionId}");
}

/// <summary>The gate row.</summary>
/// <param name="Running">How many rows <c>r|</c> there are.</param>
/// <param name="Waiting">How many rows <c>q|</c> there are.</param>
internal sealed record GateCounts(int Running, int Waiting);
