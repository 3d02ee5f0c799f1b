namespace Orcheo.Durable;

/// <summary>What identifies a run of an orchestration: its instance and, after continue-as-new, which run of it.</summary>
internal sealed record InstanceIdentity(string InstanceId, string Name, string Version, int Generation, string? Input, ParentLink? Parent);
