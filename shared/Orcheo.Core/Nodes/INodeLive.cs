using System.Text.Json;

namespace Orcheo.Core.Nodes;

/// <summary>What a running node shows to those who watch its execution right now. Nothing of it is stored. Thread-safe.</summary>
public interface INodeLive
{
    /// <summary>Whether somebody may be watching; ask before making something only to show it.</summary>
    bool IsWatched { get; }

    /// <summary>Shows a passing event, without the run's secrets. Never waits and never fails.</summary>
    /// <param name="type">The type of a passing event, such as <see cref="Executions.EventTypes.LlmDelta"/>.</param>
    /// <param name="payload">What there is to show; an object.</param>
    void Show(string type, JsonElement payload);
}

/// <summary>Shows nothing.</summary>
public sealed class NoNodeLive : INodeLive
{
    /// <summary>The one instance.</summary>
    public static NoNodeLive Instance { get; } = new();

    /// <inheritdoc />
    public bool IsWatched => false;

    /// <inheritdoc />
    public void Show(string type, JsonElement payload)
    {
    }
}
