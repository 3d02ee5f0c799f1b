using System.Reflection;
using System.Text.RegularExpressions;
using Orcheo.Core.Telemetry;
using Orcheo.Durable;
using Orcheo.UnitTests.Architecture;

namespace Orcheo.UnitTests.Telemetry;

/// <summary>The page, the dashboards and the code call everything the same, in both directions.</summary>
public sealed partial class NameTests
{
    private const string Page = "docs/observability.md";
    private const string Grafana = "infra/grafana/orcheo.json";
    private const string Workbook = "infra/azure/workbook.json";
    private const string Alerts = "infra/bicep/modules/alerts.bicep";

    /// <summary>Kind and unit of every metric, as its instrument has it; those of others by hand.</summary>
    private static readonly Dictionary<string, (string Kind, string Unit)> _metrics = Instruments();

    private static readonly string[] _attributes = [.. Constants(typeof(AttributeNames))];

    private static string[] Metrics => [.. Constants(typeof(MetricNames)), DurableMetrics.Turns, DurableMetrics.CommitSize, DurableMetrics.InstancesActive];

    [Fact]
    public void The_engine_and_Orcheo_call_its_meter_the_same() => Assert.Equal(OrcheoTelemetry.DurableMeterName, DurableMetrics.MeterName);

    [Fact]
    public void Every_metric_has_an_instrument() => Assert.Equal(Metrics.Order(), _metrics.Keys.Order());

    [Fact]
    public void The_page_names_every_span_attribute_and_metric_and_no_other()
    {
        var page = Repository.Read(Page);
        string[] spans = [.. Constants(typeof(SpanNames))];
        Assert.All([.. spans, .. _attributes, .. Metrics], name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Assert.Empty(Dotted().Matches(page).Select(match => match.Value).Distinct().Except([.. _attributes, .. Metrics]).Except(["orcheo.durable"]));

        // Kind and unit stand behind the name.
        Assert.All(_metrics, metric => Assert.Matches($@"\| `{Regex.Escape(metric.Key)}` \| {metric.Value.Kind}, `{Regex.Escape(metric.Value.Unit)}`", page));
    }

    [Fact]
    public void The_dashboard_of_Grafana_shows_every_metric_by_its_name_in_Prometheus_and_nothing_else()
    {
        var known = _metrics.SelectMany(metric => Prometheus(metric.Key, metric.Value.Kind, metric.Value.Unit)).ToHashSet();
        var labels = _attributes.Select(Underscored).ToHashSet();
        var used = Underscores().Matches(Repository.Read(Grafana)).Select(match => match.Value).ToHashSet();

        Assert.Empty(used.Except(known).Except(labels));
        Assert.All(_metrics, metric => Assert.Contains(Prometheus(metric.Key, metric.Value.Kind, metric.Value.Unit), used.Contains));
    }

    [Fact]
    public void The_workbook_of_Azure_names_nothing_that_is_not_there_and_every_metric_but_the_embedded_engines()
    {
        var used = Dotted().Matches(Repository.Read(Workbook)).Select(match => match.Value).ToHashSet();
        string[] elsewhere = [DurableMetrics.Turns, DurableMetrics.CommitSize, DurableMetrics.InstancesActive, MetricNames.StorageCommitSize, MetricNames.SpansDropped];

        Assert.Empty(used.Except([.. _attributes, .. Metrics]));
        Assert.Empty(Metrics.Except(used).Except(elsewhere));
    }

    [Fact]
    public void The_alerts_ask_for_metrics_and_attributes_that_are_there()
    {
        var used = Quoted().Matches(Repository.Read(Alerts)).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Contains(MetricNames.ExecutionsEnded, used);
        Assert.Empty(used.Except([.. _attributes, .. Metrics]));
    }

    /// <summary>The rule that the page states: dots are underscores, then the unit, then what the kind adds.</summary>
    private static string[] Prometheus(string name, string kind, string unit)
    {
        var stem = Underscored(name) + (unit == "s" ? "_seconds" : "");
        return kind switch
        {
            "counter" => [$"{stem}_total"],
            "histogram" => [$"{stem}_bucket", $"{stem}_sum", $"{stem}_count"],
            _ => [stem],
        };
    }

    private static string Underscored(string name) => name.Replace('.', '_');

    private static IEnumerable<string> Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .Select(field => (string)field.GetRawConstantValue()!);

    private static Dictionary<string, (string Kind, string Unit)> Instruments()
    {
        var found = new Dictionary<string, (string, string)>(StringComparer.Ordinal) { [MetricNames.HttpServerDuration] = ("histogram", "s") };
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is OrcheoTelemetry.MeterName or OrcheoTelemetry.DurableMeterName)
            {
                var kind = instrument.GetType().Name.Split('`')[0];
                found[instrument.Name] = (
                    kind.Contains("UpDown", StringComparison.Ordinal) ? "up-down counter" : kind.Contains("Histogram", StringComparison.Ordinal) ? "histogram" : "counter",
                    instrument.Unit ?? "");
            }
        };
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(OrcheoMetrics).TypeHandle);
        using var durable = new DurableMetrics(() => 0);
        listener.Start();
        return found;
    }

    /// <summary>Names with dots, of ours and of the semantic conventions.</summary>
    [GeneratedRegex(@"\b(orcheo|http|url|server|gen_ai|error)\.(?!json\b)[a-z_]+(\.[a-z_]+)*")]
    private static partial Regex Dotted();

    /// <summary>Names between quotation marks that have a dot.</summary>
    [GeneratedRegex("\"([a-z_]+(\\.[a-z_]+)+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(orcheo|http_server|http|gen_ai)_[a-z_]+")]
    private static partial Regex Underscores();
}
