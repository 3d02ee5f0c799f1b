using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace Orcheo.Hosting.Telemetry;

/// <summary>Sends spans, and counts those that could not be sent.</summary>
internal sealed class CountedSpanExporter(OtlpExporterOptions options, ExportGate gate) : OtlpTraceExporter(options)
{
    /// <inheritdoc />
    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        var count = activityBatch.Count;
        var result = base.Export(activityBatch);
        gate.Leave(count, result == ExportResult.Success);
        return result;
    }
}

/// <summary>Queues spans to be sent, as many as there is room for.</summary>
internal sealed class BoundedSpanQueue(CountedSpanExporter exporter, ExportGate gate, TelemetrySettings settings) : BatchActivityExportProcessor(
    exporter,
    settings.QueueSize(TelemetrySettings.Traces),
    settings.BatchDelay(TelemetrySettings.Traces),
    maxExportBatchSize: settings.BatchSize(TelemetrySettings.Traces))
{
    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        if (data.Recorded && gate.TryEnter())
        {
            base.OnEnd(data);
        }
    }
}
