using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Orcheo.Durable;

/// <summary>One call of an activity. After a crash the same call may be made again, with the same task id.</summary>
internal sealed class ActivityCall(string name, string version, string instanceId, int taskId, string? rawInput) : TaskActivityContext
{
    /// <inheritdoc/>
    public override TaskName Name { get; } = name;

    /// <inheritdoc/>
    public override string InstanceId { get; } = instanceId;

    /// <inheritdoc/>
    public override string Version { get; } = version;

    /// <summary>Gets the number of the call in its orchestration.</summary>
    public int TaskId { get; } = taskId;

    /// <summary>Gets the input as JSON; <c>null</c> when there is none.</summary>
    public string? RawInput { get; } = rawInput;

    /// <summary>Reads the input.</summary>
    /// <typeparam name="T">The type of the input.</typeparam>
    /// <returns>The input; the default value when there is none.</returns>
    public T? GetInput<T>() => JsonDataConverter.Default.Deserialize<T>(RawInput);

    /// <summary>Reads the input.</summary>
    /// <param name="type">The type of the input.</param>
    /// <returns>The input; <c>null</c> when there is none.</returns>
    public object? GetInput(Type type) => JsonDataConverter.Default.Deserialize(RawInput, type);
}
