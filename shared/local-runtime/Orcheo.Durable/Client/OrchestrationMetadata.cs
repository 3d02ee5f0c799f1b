using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Microsoft.DurableTask.Client;

/// <summary>What is known of an orchestration instance.</summary>
public sealed class OrchestrationMetadata
{
    private const int ShownPayload = 50;

    /// <summary>Creates metadata.</summary>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="instanceId">The id of the instance.</param>
    public OrchestrationMetadata(string name, string instanceId)
    {
        Name = name;
        InstanceId = instanceId;
    }

    /// <summary>Gets the name of the orchestrator.</summary>
    public string Name { get; }

    /// <summary>Gets the id of the instance.</summary>
    public string InstanceId { get; }

    /// <summary>Gets the converter of the payloads; <c>null</c> when payloads were not asked for.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Gets where the instance stands.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>Gets when it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it last took a turn.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>Gets the input as text; <c>null</c> when payloads were not asked for.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>Gets the output as text; <c>null</c> when payloads were not asked for.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>Gets the custom status as text; <c>null</c> when payloads were not asked for.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>Gets the labels.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary.Create<string, string>();

    /// <summary>Gets how it failed; <c>null</c> unless it failed.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Gets whether it is running.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Gets whether it has ended in any way.</summary>
    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>Reads the input.</summary>
    /// <typeparam name="T">The type of the input.</typeparam>
    /// <returns>The input.</returns>
    /// <exception cref="InvalidOperationException">Payloads were not asked for.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput, nameof(ReadInputAs));

    /// <summary>Reads the output.</summary>
    /// <typeparam name="T">The type of the output.</typeparam>
    /// <returns>The output.</returns>
    /// <exception cref="InvalidOperationException">Payloads were not asked for.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput, nameof(ReadOutputAs));

    /// <summary>Reads the custom status.</summary>
    /// <typeparam name="T">The type of the status.</typeparam>
    /// <returns>The status.</returns>
    /// <exception cref="InvalidOperationException">Payloads were not asked for.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus, nameof(ReadCustomStatusAs));

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus},");
        text.Append(CultureInfo.InvariantCulture, $" CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}");
        if (SerializedInput is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $", Input: '{Shorten(SerializedInput)}'");
        }

        if (SerializedOutput is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $", Output: '{Shorten(SerializedOutput)}'");
        }

        if (FailureDetails is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $", FailureDetails: '{FailureDetails.ErrorType} - {Shorten(FailureDetails.ErrorMessage)}'");
        }

        return text.Append(']').ToString();
    }

    private static string Shorten(string payload) => payload.Length > ShownPayload ? payload[..ShownPayload] + "..." : payload;

    private T? Read<T>(string? payload, string method) => DataConverter is null
        ? throw new InvalidOperationException(
            $"{method} can only be used on an {nameof(OrchestrationMetadata)} that was fetched with inputs and outputs.")
        : DataConverter.Deserialize<T>(payload);
}
