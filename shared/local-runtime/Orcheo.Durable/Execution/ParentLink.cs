namespace Orcheo.Durable;

/// <summary>Which task of which run a sub-orchestration answers to.</summary>
internal sealed record ParentLink(long Sequence, int Generation, int TaskId, string InstanceId, string Name);
