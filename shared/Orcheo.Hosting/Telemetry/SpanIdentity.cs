using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Orcheo.Hosting.Telemetry;

/// <summary>Gives a span the id that follows from what it stands for, so that other processes can name it before it has ended.</summary>
/// <remarks>
/// .NET lets nobody choose the id of a span. Its field is set instead, as Durable Functions' own tracing does; a test fails when a
/// runtime has it no more, and then spans keep their random ids: trees have gaps, executions run all the same.
/// </remarks>
internal static class SpanIdentity
{
    /// <summary>Whether this runtime lets ids be given.</summary>
    public static bool IsSupported { get; } = Try();

    /// <summary>Gives a span that has just been started its id, before it has children.</summary>
    public static void Set(Activity span, ActivitySpanId id)
    {
        if (IsSupported)
        {
            Assign(span, id);
        }
    }

    private static bool Try()
    {
        try
        {
            using var activity = new Activity("probe").SetIdFormat(ActivityIdFormat.W3C);
            var id = ActivitySpanId.CreateRandom();
            activity.Start();
            Assign(activity, id);
            return activity.SpanId == id;
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

    private static void Assign(Activity span, ActivitySpanId id)
    {
        SpanIdOf(span) = id.ToHexString();

        // The whole id, in case somebody has asked for it already.
        IdOf(span) = null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
    private static extern ref string? IdOf(Activity activity);
}
