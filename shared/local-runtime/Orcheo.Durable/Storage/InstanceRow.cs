using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace Orcheo.Durable;

/// <summary>What is stored of an instance.</summary>
internal sealed record InstanceRow
{
    public required long Sequence { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string Version { get; init; } = string.Empty;

    public int Generation { get; init; }

    public OrchestrationRuntimeStatus Status { get; init; }

    public DateTime Created { get; init; }

    public DateTime Updated { get; init; }

    /// <summary>Gets when the run is to start; null once it has.</summary>
    public DateTime? StartAt { get; init; }

    public ParentLink? Parent { get; init; }

    /// <summary>Gets the labels as JSON.</summary>
    public string? Tags { get; init; }

    public string? CustomStatus { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public string? Output { get; init; }

    public string? Input { get; init; }

    public static bool IsEnded(OrchestrationRuntimeStatus status) => status
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    public static string? EncodeTags(IReadOnlyDictionary<string, string>? tags)
        => tags is { Count: > 0 } ? JsonSerializer.Serialize(tags) : null;

    public OrchestrationMetadata ToMetadata(bool withPayloads) => new(Name, Id)
    {
        RuntimeStatus = Status,
        CreatedAt = new(Created, TimeSpan.Zero),
        LastUpdatedAt = new(Updated, TimeSpan.Zero),
        FailureDetails = withPayloads ? Failure : null,
        Tags = Tags is null ? ImmutableDictionary<string, string>.Empty : JsonSerializer.Deserialize<ImmutableDictionary<string, string>>(Tags)!,
        DataConverter = withPayloads ? JsonDataConverter.Default : null,
        SerializedInput = withPayloads ? Input : null,
        SerializedOutput = withPayloads ? Output : null,
        SerializedCustomStatus = withPayloads ? CustomStatus : null,
    };
}
