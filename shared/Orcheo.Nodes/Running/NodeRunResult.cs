using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.Running;

/// <summary>What running a node came to: a result or an error.</summary>
/// <param name="Result">What the last attempt came to; null when it failed.</param>
/// <param name="Error">Why the last attempt failed; null when it did not.</param>
/// <param name="Attempts">How many attempts were made.</param>
public readonly record struct NodeRunResult(NodeResult? Result, NodeException? Error, int Attempts);

/// <summary>Told before the wait that precedes another attempt.</summary>
/// <param name="attempt">The attempt that failed, from 1.</param>
/// <param name="error">Why it failed.</param>
/// <param name="delay">How long the runner waits before the next attempt.</param>
public delegate ValueTask NodeRetrying(int attempt, NodeException error, TimeSpan delay);
