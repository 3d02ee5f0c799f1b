using System.Globalization;
using System.Text;
using Microsoft.DurableTask.Client;

namespace Orcheo.Durable;

/// <summary>The conditions that listing and purging share. Only numbers enter the text of a statement.</summary>
internal static class InstanceFilter
{
    public static void Append(
        StringBuilder sql, DateTimeOffset? from, DateTimeOffset? to, IEnumerable<OrchestrationRuntimeStatus>? statuses)
    {
        if (from is { } first)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND i.created>={first.UtcTicks}");
        }

        if (to is { } last)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND i.created<={last.UtcTicks}");
        }

        int[] wanted = [.. (statuses ?? []).Select(status => (int)status)];
        if (wanted.Length > 0)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND i.status IN ({string.Join(',', wanted)})");
        }
    }
}
