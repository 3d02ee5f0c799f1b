using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace Orcheo.Durable;

/// <summary>The client of an embedded hub. What it acknowledges is durable.</summary>
internal sealed class LocalDurableTaskClient(string name, TimeProvider clock) : DurableTaskClient(name)
{
    // How many writes of clients may wait for their commit; further ones wait here, outside of the commit queue.
    private const int MaxPendingWrites = 4096;

    private static readonly JsonDataConverter Converter = JsonDataConverter.Default;

    private readonly SemaphoreSlim _places = new(MaxPendingWrites);
    private HubEngine? _engine;

    private HubEngine Engine => _engine ?? throw new InvalidOperationException("The task hub has not started.");

    public void Attach(HubEngine engine) => _engine = engine;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        if (string.IsNullOrEmpty(orchestratorName.Name))
        {
            throw new ArgumentNullException(nameof(orchestratorName));
        }

        cancellation.ThrowIfCancellationRequested();
        DedupeRule rule = DedupeRule.From(options?.DedupeStatuses);
        string id = string.IsNullOrEmpty(options?.InstanceId) ? Guid.NewGuid().ToString("N") : options.InstanceId;
        DateTime now = clock.GetUtcNow().UtcDateTime;
        InstanceRow row = new()
        {
            Sequence = 0,
            Id = id,
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? string.Empty,
            Status = OrchestrationRuntimeStatus.Pending,
            Created = now,
            StartAt = options?.StartAt?.UtcDateTime ?? now,
            Tags = InstanceRow.EncodeTags(options?.Tags),
            Input = Converter.Serialize(input),
        };
        bool isRandomId = string.IsNullOrEmpty(options?.InstanceId);
        while (await WriteAsync(new StartUnit(Engine, row, rule.Refusing, isRandomId), cancellation) is { } existing)
        {
            if (rule.Refusing.Contains(existing))
            {
                throw new OrchestrationAlreadyExistsException(
                    $"An orchestration with the instance id '{id}' already exists and is {existing}.");
            }

            await TerminateForSuccessorAsync(id, cancellation);
        }

        return id;
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        TurnInput input = new(TurnInputKind.EventRaised, 0, eventName, Converter.Serialize(eventPayload));
        await WriteAsync(new SendUnit(Engine, instanceId, input), cancellation);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (Engine.Directory.Find(instanceId) is { } instance)
        {
            await instance.WhenStarted().WaitAsync(cancellation);
        }

        return await GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation) ?? throw Unknown(instanceId);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        while (true)
        {
            if (Engine.Directory.Find(instanceId)?.WhenEnded() is { } ended)
            {
                InstanceRow row = await ended.WaitAsync(cancellation);
                return (getInputsAndOutputs ? row with { Input = ReadInput(row.Sequence) } : row).ToMetadata(getInputsAndOutputs);
            }

            cancellation.ThrowIfCancellationRequested();
            OrchestrationMetadata? metadata = Read(instanceId, getInputsAndOutputs);
            if (metadata is null)
            {
                throw Unknown(instanceId);
            }

            if (metadata.IsCompleted)
            {
                return metadata;
            }

            // Committed this very moment and not yet known in memory, or replaced: look again.
            await Task.Yield();
        }
    }

    public override Task TerminateInstanceAsync(string instanceId, object? output, CancellationToken cancellation = default)
        => TerminateAsync(instanceId, output, recursive: true, cancellation);

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
        => TerminateAsync(instanceId, options?.Output, options?.Recursive ?? true, cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SendAsync(instanceId, new(TurnInputKind.Suspended, Payload: reason), cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
        => SendAsync(instanceId, new(TurnInputKind.Resumed, Payload: reason), cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Read(instanceId, getInputsAndOutputs));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
        => Pageable.Create((token, size, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(InstancePages.Read(Engine, Name, filter, token, size));
        });

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (Engine.Readers.Read(instanceId, static (reader, id) => reader.Find(id)) is not { } row)
        {
            return new(0);
        }

        if (!InstanceRow.IsEnded(row.Status))
        {
            throw new InvalidOperationException($"The orchestration '{instanceId}' cannot be purged: it is {row.Status}.");
        }

        List<(long Sequence, string Id)> doomed = [(row.Sequence, row.Id)];
        for (int i = 0; options?.Recursive == true && i < doomed.Count; i++)
        {
            doomed.AddRange(Engine.Readers.Read(doomed[i].Sequence, static (reader, parent) => reader.Children(parent)));
        }

        return new(await WriteAsync(new PurgeUnit(doomed), cancellation), isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Timeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(filter), filter.Timeout, "The time for a purge must be more than nothing.");
        }

        const int Batch = 200;
        long began = clock.GetTimestamp();
        int purged = 0;
        long after = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            List<(long Sequence, string Id)> ended = Engine.Readers.Read(
                (filter, after), static (reader, state) => reader.ListEnded(state.filter, state.after, Batch));
            if (ended.Count == 0)
            {
                return new(purged, isComplete: true);
            }

            if (filter.Timeout is { } limit && clock.GetElapsedTime(began) > limit)
            {
                return new(purged, isComplete: false);
            }

            after = ended[^1].Sequence;
            purged += await WriteAsync(new PurgeUnit(ended), cancellation);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException Unknown(string instanceId)
        => new($"An orchestration with the instance id '{instanceId}' does not exist.");

    private OrchestrationMetadata? Read(string instanceId, bool withPayloads)
        => Engine.Readers.Read(instanceId, static (reader, id) => reader.Find(id))?.ToMetadata(withPayloads);

    private string? ReadInput(long sequence) => Engine.Readers.Read(sequence, static (reader, seq) => reader.ReadInput(seq));

    private Task TerminateAsync(string instanceId, object? output, bool recursive, CancellationToken cancellation)
        => SendAsync(instanceId, new(TurnInputKind.Terminated, recursive ? 1 : 0, Payload: Converter.Serialize(output)), cancellation);

    private async Task TerminateForSuccessorAsync(string id, CancellationToken cancellation)
    {
        await TerminateAsync(id, "Terminated because a new instance with the same id was started.", recursive: true, cancellation);
        if (Engine.Directory.Find(id)?.WhenEnded() is { } ended)
        {
            await ended.WaitAsync(cancellation);
        }
    }

    private async Task SendAsync(string instanceId, TurnInput input, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await WriteAsync(new SendUnit(Engine, instanceId, input), cancellation);
    }

    private async Task<T> WriteAsync<T>(ClientUnit<T> unit, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            Engine.Grouper.Submit(unit);
            return await unit.Done;
        }
        finally
        {
            _places.Release();
        }
    }
}
