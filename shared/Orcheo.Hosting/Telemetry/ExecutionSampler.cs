using System.Globalization;
using OpenTelemetry.Trace;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>
/// Decides whether an execution is traced by its trace id alone: its spans are made by several processes, at several times, which must
/// come to the same. Everything else is decided as configured.
/// </summary>
internal sealed class ExecutionSampler : Sampler
{
    private readonly Sampler _sampler;
    private readonly Sampler _root;

    private ExecutionSampler(Sampler root, bool isParentBased)
    {
        _root = root;
        _sampler = isParentBased ? new ParentBasedSampler(root) : root;
        Description = $"{nameof(ExecutionSampler)}{{{_sampler.Description}}}";
    }

    /// <summary>The sampler that <c>OTEL_TRACES_SAMPLER</c> and <c>OTEL_TRACES_SAMPLER_ARG</c> ask for; unset or unknown, <c>parentbased_always_on</c>.</summary>
    public static ExecutionSampler Of(string? name, string? argument)
    {
        const string ParentBased = "parentbased_";
        name = string.IsNullOrWhiteSpace(name) ? "parentbased_always_on" : name.Trim().ToLowerInvariant();
        var isParentBased = name.StartsWith(ParentBased, StringComparison.Ordinal);
        return (isParentBased ? name[ParentBased.Length..] : name) switch
        {
            "always_on" => new ExecutionSampler(new AlwaysOnSampler(), isParentBased),
            "always_off" => new ExecutionSampler(new AlwaysOffSampler(), isParentBased),
            "traceidratio" => new ExecutionSampler(new TraceIdRatioBasedSampler(Ratio(argument)), isParentBased),
            _ => new ExecutionSampler(new AlwaysOnSampler(), isParentBased: true),
        };
    }

    /// <inheritdoc />
    public override SamplingResult ShouldSample(in SamplingParameters parameters) => IsOfExecution(parameters.Name)
        ? _root.ShouldSample(new SamplingParameters(default, parameters.TraceId, parameters.Name, parameters.Kind, parameters.Tags, parameters.Links))
        : _sampler.ShouldSample(parameters);

    /// <summary>Whether a span is one whose parent is not asked: it may be in another process, or not have begun.</summary>
    private static bool IsOfExecution(string name) =>
        name == SpanNames.Execution || (name.StartsWith(SpanNames.Node, StringComparison.Ordinal) && name.AsSpan(SpanNames.Node.Length) is [' ', ..]);

    private static double Ratio(string? argument) =>
        double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1 ? ratio : 1;
}
