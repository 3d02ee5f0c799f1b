using System.ComponentModel;

namespace Orcheo.Nodes.Delay;

/// <summary>Output of <c>delay</c>.</summary>
/// <param name="WaitedSeconds">From the node's start to the time that it waited for.</param>
internal sealed record DelayOutput([property: Description("From the node's start to the time that it waited for, in seconds.")] double WaitedSeconds);
