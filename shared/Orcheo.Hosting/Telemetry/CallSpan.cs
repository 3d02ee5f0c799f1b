using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>The span of one call to the world outside, below the attempt that makes it.</summary>
internal readonly struct CallSpan : IDisposable
{
    /// <summary>By kind of call. A kind that is not here has a span with its name, and no further attributes.</summary>
    private static readonly FrozenDictionary<string, ICallConvention> Conventions = new Dictionary<string, ICallConvention>
    {
        ["http"] = new HttpCallConvention(),
        ["model"] = new ModelCallConvention(),
        ["tool"] = new ToolCallConvention(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Activity? _span;
    private readonly ICallConvention? _convention;

    private CallSpan(Activity? span, ICallConvention? convention) => (_span, _convention) = (span, convention);

    /// <summary>Begins the span, unless the attempt has none either.</summary>
    /// <param name="call">The call.</param>
    /// <param name="redactor">Removes the run's secrets.</param>
    /// <param name="isRecorded">Whether it is answered from a record and not made.</param>
    public static CallSpan Start(ExternalCall call, IRedactor redactor, bool isRecorded)
    {
        if (!OrcheoTelemetry.IsOwn(Activity.Current))
        {
            return default;
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

        return new CallSpan(span, convention);
    }

    /// <summary>The call was answered.</summary>
    public void End(JsonElement response)
    {
        if (_span is not null)
        {
            _convention?.End(_span, response);
        }
    }

    /// <summary>The call failed. The message is the attempt's.</summary>
    public void Fail(Exception exception)
    {
        if (_span is null)
        {
            return;
        }

        if (exception is OrcheoException failure)
        {
            _convention?.Fail(_span, failure);
        }

        _span.Fail(exception switch
        {
            OrcheoException { Code: var code } => code,
            OperationCanceledException => ErrorCodes.NodeTimeout,
            _ => ErrorCodes.NodeFailed,
        });
    }

    /// <summary>Ends the span.</summary>
    public void Dispose() => _span?.Dispose();
}
