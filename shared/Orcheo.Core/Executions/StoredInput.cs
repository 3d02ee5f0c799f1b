using System.Text.Json;

namespace Orcheo.Core.Executions;

/// <summary>The row that holds what an execution was started with.</summary>
internal sealed record StoredInput(JsonElement Input, JsonElement Trigger, ReplaySource? Replay = null);
