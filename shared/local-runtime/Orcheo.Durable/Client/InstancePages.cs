using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orcheo.Durable;

/// <summary>Pages of instances, oldest first. A continuation token is the last sequence number of its page.</summary>
internal static class InstancePages
{
    public static Page<OrchestrationMetadata> Read(HubEngine engine, string hub, OrchestrationQuery? query, string? token, int? size)
    {
        if (query?.TaskHubNames is { } hubs && hubs.Any() && !hubs.Contains(hub, StringComparer.OrdinalIgnoreCase))
        {
            return new([]);
        }

        long after = ParseToken(token ?? query?.ContinuationToken);
        int limit = Math.Max(1, size ?? query?.PageSize ?? OrchestrationQuery.DefaultPageSize);
        // One more than asked for tells whether there is another page.
        List<InstanceRow> rows = engine.Readers.Read(
            (query, after, limit), static (reader, state) => reader.List(state.query, state.after, state.limit + 1));
        string? next = null;
        if (rows.Count > limit)
        {
            rows.RemoveAt(limit);
            next = rows[^1].Sequence.ToString(CultureInfo.InvariantCulture);
        }

        return new([.. rows.Select(row => row.ToMetadata(query?.FetchInputsAndOutputs ?? false))], next);
    }

    private static long ParseToken(string? token)
        => string.IsNullOrEmpty(token) ? 0
            : long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out long after) ? after
            : throw new ArgumentException("The continuation token is not one of this task hub.", nameof(token));
}
