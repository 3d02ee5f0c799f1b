namespace Orcheo.Core.Executions;

/// <summary>What an execution brings before the gate of its workflow; kept in its head.</summary>
/// <param name="Limit">The <c>max_concurrent_runs</c> of the version that it runs.</param>
/// <param name="Place">When it arrived, in microseconds since 1970: who has the lower place goes first.</param>
public sealed record RunTicket(int Limit, long Place);
