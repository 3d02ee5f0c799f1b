using System.Text.Json;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Retention;

/// <summary>How long what has ended is kept. Days may be fractions.</summary>
public sealed class RetentionOptions
{
    private const double MaxDays = 36_500;
    private const int MaxBatch = 1000;

    /// <summary>Days after its end that an execution is kept. Default 30.</summary>
    public double ExecutionDays { get; set; } = 30;

    /// <summary>
    /// Days after the end that events, checkpoints and recorded calls are kept, where the workflow's <c>event_retention_days</c> does
    /// not say otherwise; never longer than the execution. Default 30.
    /// </summary>
    public double EventDays { get; set; } = 30;

    /// <summary>Days that entries of the audit log are kept. Default 365.</summary>
    public double AuditDays { get; set; } = 365;

    /// <summary>Days that the task hub keeps an orchestration that has ended. Default 1.</summary>
    public double HubDays { get; set; } = 1;

    /// <summary>Executions looked at in one batch, 1 to 1000. Default 100.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>Days after the end that the events of a run of this definition go before the execution does; null when they go together.</summary>
    public double? RecordDaysOf(JsonElement definition)
    {
        var own = definition.TryGetProperty("settings", out var settings)
            && settings.TryGetProperty("event_retention_days", out var value)
            && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : EventDays;
        return own < ExecutionDays ? own : null;
    }

    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    internal void Validate()
    {
        foreach (var (name, days) in new[]
        {
            (nameof(ExecutionDays), ExecutionDays), (nameof(EventDays), EventDays), (nameof(AuditDays), AuditDays), (nameof(HubDays), HubDays),
        })
        {
            if (days is not (> 0 and <= MaxDays))
            {
                throw new OptionsException($"Orcheo__Retention__{name}", "a number of days over 0, at most 36500");
            }
        }

        if (BatchSize is < 1 or > MaxBatch)
        {
            throw new OptionsException("Orcheo__Retention__BatchSize", "a number from 1 to 1000");
        }
    }
}
