using System.Text.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>What the trigger node of an ended execution answers with, as it is stored.</summary>
/// <param name="Config">Its rendered deferred members, an object; null when rendering failed.</param>
/// <param name="Error">Why rendering failed; null when it did not.</param>
public sealed record StoredAnswer(JsonElement? Config = null, RunError? Error = null);

/// <summary>What there is to answer with once an execution has ended.</summary>
/// <param name="Execution">The execution.</param>
/// <param name="Answer">What its trigger node answers with; null when it has nothing to say of that.</param>
public sealed record AnsweredExecution(Execution Execution, StoredAnswer? Answer);
