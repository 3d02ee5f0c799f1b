namespace Orcheo.Core.Telemetry;

/// <summary>What spans are called. Calls are named by their conventions: <c>GET</c>, <c>chat gpt-5</c>; requests by method and route.</summary>
public static class SpanNames
{
    /// <summary>A whole execution, from its accepted start to its end: the root of its trace.</summary>
    public const string Execution = "execution";

    /// <summary>One node of an execution, over its attempts and waits; followed by its type: <c>node http_request</c>.</summary>
    public const string Node = "node";

    /// <summary>One attempt of a node.</summary>
    public const string Attempt = "attempt";

    /// <summary>A look for due cron triggers that found some.</summary>
    public const string CronTick = "cron tick";
}
