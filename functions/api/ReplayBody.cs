using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Hosting.Executions;

namespace Orcheo.Api;

/// <summary>The body of <c>POST /executions/{id}/replay</c>.</summary>
internal static class ReplayBody
{
    private const string Recorded = "recorded";

    private static readonly string[] Modes = ["live", Recorded];

    /// <summary>Reads the body strictly; without one, the execution is replayed as it was.</summary>
    /// <exception cref="OrcheoException">Every structural fault is listed.</exception>
    public static ReplayRequest Read(StrictObject? body, JsonFaults faults)
    {
        if (body is null)
        {
            return new ReplayRequest(null, default, null, false);
        }

        var request = new ReplayRequest(
            body.Id("from_node_id", required: false), StartBody.ReadVersion(body), body.Any("input"), body.Choice("mode", Modes) == Recorded);
        body.Close();
        faults.ThrowIfAny();
        return request;
    }
}
