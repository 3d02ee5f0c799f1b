using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.Delay;

/// <summary>Lets time pass: it asks for a durable timer and ends when it is run again.</summary>
/// <remarks>It reckons from <see cref="NodeContext.StartedAt"/> alone, so that a repetition after a crash asks for the same time.</remarks>
internal sealed partial class DelayNode : Node<DelayConfig>
{
    /// <inheritdoc />
    public override NodeDescriptor Descriptor { get; } = new()
    {
        Type = "delay",
        Name = "Delay",
        Category = "logic",
        Description = "Waits for some seconds or until a time; the wait survives restarts.",
        ConfigSchema = SchemaGenerator.Generate<DelayConfig>(),
        OutputSchema = SchemaGenerator.Generate<DelayOutput>(),
        Effect = NodeEffect.Pure,
    };

    /// <inheritdoc />
    protected override Task<NodeResult> RunAsync(DelayConfig config, NodeContext context, CancellationToken cancellationToken)
    {
        // What was asked for decides, not the config: its templates may render otherwise the second time.
        if (context.ResumedFrom is { } resumed)
        {
            return Task.FromResult(Waited(resumed - context.StartedAt));
        }

        var until = Until(config, context.StartedAt);
        return Task.FromResult(until > context.StartedAt ? new NodeResult { WaitUntil = until } : Waited(TimeSpan.Zero));
    }

    private static NodeResult Waited(TimeSpan time) =>
        NodeResult.Of(JsonSerializer.SerializeToElement(new DelayOutput(Math.Round(time.TotalSeconds, 3)), OrcheoJson.Options));

    private DateTimeOffset Until(DelayConfig config, DateTimeOffset startedAt)
    {
        if (config.Seconds is null == config.Until is null)
        {
            throw Misfit("$", "exactly one of seconds and until is expected");
        }

        if (config.Seconds is { } seconds)
        {
            return startedAt.AddSeconds(seconds);
        }

        if (!Rfc3339().IsMatch(config.Until!)
            || !DateTimeOffset.TryParse(config.Until, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var until))
        {
            throw Misfit("$.until", "an RFC 3339 date and time with an offset is expected, for example 2026-01-31T09:15:00Z");
        }

        return (until - startedAt).TotalSeconds <= DelayConfig.MaxSeconds
            ? until
            : throw Misfit("$.until", "the time is more than 366 days ahead");
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Rfc3339();
}
