using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>The span of one call to the world outside, below the attempt that makes it.</summary>
internal readonly struct CallSpan : IDisposable
{
    /// <summary>By kind of call. A kind that is not here has a span with its name, and no further attributes.</summary>
    private static readonly FrozenDictionary<string, ICallConvention> Conventions = new Dictionary<string, ICallConvention>
    {
        ["http"] = new HttpCallConvention(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Activity? _span;
    private readonly ICallConvention? _convention;
    private readonly IRedactor _redactor;

    private CallSpan(Activity? span, ICallConvention? convention, IRedactor redactor) =>
        (_span, _convention, _redactor) = (span, convention, redactor);

    /// <summary>Begins the span, unless the attempt has none either.</summary>
    /// <param name="call">The call.</param>
    /// <param name="redactor">Removes the run's secrets.</param>
    /// <param name="isRecorded">Whether it is answered from a record and not made.</param>
    public static CallSpan Start(ExternalCall call, IRedactor redactor, bool isRecorded)
    {
        if (!OrcheoTelemetry.IsOwn(Activity.Current))
        {
            return new CallSpan(null, null, redactor);
        }

        var convention = Conventions.GetValueOrDefault(call.Kind);
        var span = OrcheoTelemetry.Source.StartActivity(convention?.NameOf(call) ?? call.Kind, isRecorded ? ActivityKind.Internal : ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            convention?.Begin(span, call, redactor);
            if (isRecorded)
            {
                span.SetTag(AttributeNames.CallRecorded, true);
            }
        }

        return new CallSpan(span, convention, redactor);
    }

    /// <summary>The call was answered.</summary>
    public void End(JsonElement response)
    {
        if (_span is not null)
        {
            _convention?.End(_span, response);
        }
    }

    /// <summary>The call failed.</summary>
    public void Fail(Exception exception)
    {
        switch (_span, exception)
        {
            case (null, _):
                break;
            case (_, OrcheoException failure):
                _convention?.Fail(_span, failure);
                _span.Fail(new RunError(failure.Code, _redactor.Redact(failure.Message)));
                break;
            case (_, OperationCanceledException):
                _span.Fail(new RunError(ErrorCodes.NodeTimeout, "The call was stopped before it was answered."));
                break;
            default:
                // Its own message may hold anything.
                _span.Fail(new RunError(ErrorCodes.NodeFailed, $"The call failed in a way that is not explained ({exception.GetType().Name})."));
                break;
        }
    }

    /// <summary>Ends the span.</summary>
    public void Dispose() => _span?.Dispose();
}
