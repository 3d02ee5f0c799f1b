using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.Hosting.Executions.Calls;

/// <summary>
/// The calls that one run of a node makes, over all its attempts: made, or answered from a record, and recorded either way, so that
/// a replay can itself be replayed. Thread-safe.
/// </summary>
/// <param name="nodeId">The node.</param>
/// <param name="redactor">Removes the run's secrets from what is recorded. The node gets the answer as it came.</param>
/// <param name="answers">In a recorded replay, where the answers come from; null when calls are made.</param>
/// <param name="time">Measures calls.</param>
/// <param name="before">The number before that of the first call.</param>
internal sealed class NodeCalls(string nodeId, IRedactor redactor, RecordedAnswers? answers, TimeProvider time, int before = 0) : IExternalCalls
{
    private readonly Lock _lock = new();
    private List<RecordedCall>? _ended;
    private int _begun;
    private long _bytes;

    /// <summary>The attempt that makes the calls from now on.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>The calls that have ended, in the order in which they began.</summary>
    public IReadOnlyList<RecordedCall> Ended()
    {
        lock (_lock)
        {
            return _ended is null ? [] : [.. _ended.OrderBy(call => call.Seq)];
        }
    }

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(ExternalCall call, Func<CancellationToken, Task<JsonElement>> perform, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(perform);
        var begun = Begin(call);
        using var span = CallSpan.Start(call, redactor, isRecorded: answers is not null);
        var since = time.GetTimestamp();
        try
        {
            var response = answers is null ? await perform(cancellationToken) : answers.Answer(begun.Fingerprint, begun.Target);
            span.End(response);
            End(begun, since, response, null);
            return response;
        }
        catch (NodeException exception) when (exception.Code == ErrorCodes.CallNotRecorded)
        {
            span.Fail(exception);
            throw;
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            End(begun, since, OrcheoJson.Null, FailureOf(exception));
            throw;
        }
    }

    private RecordedCall Begin(ExternalCall call)
    {
        var whole = redactor.Redact(call.Request);
        var (request, cut) = CallLimits.Bound(whole, CallLimits.MaxRequestBytes);
        return new RecordedCall
        {
            Seq = before + Interlocked.Increment(ref _begun),
            NodeId = nodeId,
            Attempt = Attempt,
            Ts = time.GetUtcNow(),
            Kind = call.Kind,
            Target = redactor.Redact(call.Target),
            Request = request,
            RequestTruncated = cut,
            Fingerprint = CallFingerprint.Of(call.Kind, whole),
            DurationMs = 0,
        };
    }

    private void End(RecordedCall begun, long since, JsonElement response, RecordedFailure? failure)
    {
        if (begun.Seq - before > CallLimits.MaxCalls)
        {
            return;
        }

        var duration = (long)time.GetElapsedTime(since).TotalMilliseconds;
        var redacted = redactor.Redact(response);
        lock (_lock)
        {
            var room = CallLimits.MaxBytesPerNode - _bytes;
            var (kept, cut) = room > 0 ? CallLimits.Bound(redacted, CallLimits.MaxResponseBytes) : (OrcheoJson.Null, true);
            var (error, errorCut) = Bound(failure, room);
            _bytes += Size(kept) + Size(begun.Request) + (error?.Details is { } details ? Size(details) : 0);
            (_ended ??= []).Add(begun with { Response = kept, Error = error, DurationMs = duration, Truncated = failure is null ? cut : errorCut });
        }
    }

    private static (RecordedFailure? Failure, bool Cut) Bound(RecordedFailure? failure, long room)
    {
        if (failure?.Details is not { } details)
        {
            return (failure, false);
        }

        var (kept, cut) = room > 0 ? CallLimits.Bound(details, CallLimits.MaxResponseBytes) : (OrcheoJson.Null, true);
        return (failure with { Details = kept }, cut);
    }

    private RecordedFailure FailureOf(Exception exception) => exception switch
    {
        NodeException failure => new RecordedFailure(
            failure.Code,
            redactor.Redact(failure.Message),
            failure.Retryable,
            failure.RetryAfter?.TotalSeconds,
            failure.Details is { } details ? redactor.Redact(details) : null),

        // Stopped, as a rule because the attempt's time was up. Its replay is tried again, as the attempt was.
        OperationCanceledException => new RecordedFailure(ErrorCodes.NodeTimeout, "The call was stopped before it was answered.", Retryable: true),
        _ => new RecordedFailure(ErrorCodes.NodeFailed, $"The call failed in a way that is not explained ({exception.GetType().Name})."),
    };

    private static int Size(JsonElement value) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).Length;
}
