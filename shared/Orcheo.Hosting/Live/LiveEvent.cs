using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Hosting.Live.Local;

namespace Orcheo.Hosting.Live;

/// <summary>
/// An event on its way to those who watch. Its bytes are made when the first of them needs them, and shared by all.
/// </summary>
public sealed class LiveEvent
{
    private readonly ExecutionEvent? _stored;
    private readonly PassingEvent? _passing;
    private byte[]? _json;
    private byte[]? _frame;
    private SerializedHubMessage? _message;

    /// <summary>Wraps an event that is stored.</summary>
    /// <param name="stored">The event.</param>
    public LiveEvent(ExecutionEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        _stored = stored;
        Seq = stored.Seq;
        Type = stored.Type;
        Size = SizeOf(stored.Payload);
    }

    /// <summary>Wraps one that is not.</summary>
    /// <param name="executionId">The execution.</param>
    /// <param name="passing">What happened.</param>
    public LiveEvent(string executionId, PendingEvent passing)
    {
        ArgumentNullException.ThrowIfNull(passing);
        _passing = new PassingEvent(OrcheoId.New(OrcheoId.Event, passing.Ts), executionId, passing.Ts, passing.Type, passing.NodeId, passing.Payload);
        Type = passing.Type;
        Size = SizeOf(passing.Payload);
    }

    /// <summary>Its sequence number; 0 for a passing event, which has none.</summary>
    public long Seq { get; }

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public string Type { get; }

    /// <summary>About how many bytes it takes.</summary>
    public int Size { get; }

    /// <summary>The event as JSON, on one line.</summary>
    public ReadOnlyMemory<byte> Json => _json ??= _stored is null
        ? JsonSerializer.SerializeToUtf8Bytes(_passing, OrcheoJson.Options)
        : JsonSerializer.SerializeToUtf8Bytes(_stored, OrcheoJson.Options);

    /// <summary>The event as a stream of server-sent events has it; one without a seq has no id, so that no client resumes from it.</summary>
    public ReadOnlyMemory<byte> Frame => _frame ??= Seq == 0
        ? [.. Encoding.UTF8.GetBytes($"event: {Type}\ndata: "), .. Json.Span, .. "\n\n"u8]
        : [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {Seq}\nevent: {Type}\ndata: ")), .. Json.Span, .. "\n\n"u8];

    /// <summary>The event as SignalR sends it; made once for each of its protocols.</summary>
    public SerializedHubMessage Message => _message ??= new SerializedHubMessage(new InvocationMessage(EventMessage.Method, [new EventMessage(this)]));

    private static int SizeOf(JsonElement payload) => 256 + JsonMarshal.GetRawUtf8Value(payload).Length;

    private sealed record PassingEvent(string Id, string ExecutionId, DateTimeOffset Ts, string Type, string? NodeId, JsonElement Payload);
}
