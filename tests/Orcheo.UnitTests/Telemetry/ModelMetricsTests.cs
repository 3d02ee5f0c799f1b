using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orcheo.Core.Telemetry;

namespace Orcheo.UnitTests.Telemetry;

public sealed class ModelMetricsTests
{
    [Fact]
    public void Tokens_are_told_by_direction_and_model()
    {
        var seen = new ConcurrentBag<(string Name, long Value, string? Type)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == MetricNames.GenAiTokens)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var all = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value as string);
            if (all[AttributeNames.GenAiRequestModel] == "model-of-this-test")
            {
                seen.Add((instrument.Name, value, all[AttributeNames.GenAiTokenType]));
            }
        });
        listener.Start();
        OrcheoMetrics.ModelCalled("model-of-this-test", 7, 3, TimeSpan.FromSeconds(1));

        Assert.Equal([(MetricNames.GenAiTokens, 3, "output"), (MetricNames.GenAiTokens, 7L, "input")], seen.OrderBy(item => item.Value));
    }
}
