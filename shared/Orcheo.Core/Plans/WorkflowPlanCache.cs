using Orcheo.Core.Definitions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Workflows;

namespace Orcheo.Core.Plans;

/// <summary>Keeps compiled workflows, so that a run does not compile again what another has compiled. Thread-safe.</summary>
/// <param name="catalog">The node types that all plans are compiled with.</param>
/// <param name="capacity">How many plans are kept; the one unused for longest makes way. At least 1, default 256.</param>
public sealed class WorkflowPlanCache(NodeCatalog catalog, int capacity = 256)
{
    private readonly NodeCatalog _catalog = catalog ?? throw new ArgumentNullException(nameof(catalog));
    private readonly int _capacity = capacity >= 1 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity));
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, WorkflowPlan Plan)>> _plans = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, WorkflowPlan Plan)> _byUse = [];

    /// <summary>How many plans are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _plans.Count;
            }
        }
    }

    /// <summary>The plan of a definition, found by the hash of its content.</summary>
    /// <exception cref="Errors.OrcheoException">The definition cannot be run; see <see cref="WorkflowPlan.Compile"/>.</exception>
    public WorkflowPlan GetOrCompile(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return GetOrCompile(DefinitionHash.Of(definition).Checksum, () => definition);
    }

    /// <summary>The plan with that key; compiled when it is not kept.</summary>
    /// <param name="key">Names the content: the same key must always come with an equal definition.</param>
    /// <param name="definition">Called only when the plan must be compiled.</param>
    /// <exception cref="Errors.OrcheoException">The definition cannot be run; see <see cref="WorkflowPlan.Compile"/>.</exception>
    public WorkflowPlan GetOrCompile(string key, Func<WorkflowDefinition> definition)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(definition);
        if (TryGet(key) is { } kept)
        {
            return kept;
        }

        // Outside the lock: two threads may compile the same plan, and either result serves.
        var plan = WorkflowPlan.Compile(definition(), _catalog);
        lock (_lock)
        {
            if (_plans.TryGetValue(key, out var other))
            {
                return other.Value.Plan;
            }

            _plans[key] = _byUse.AddFirst((key, plan));
            if (_plans.Count > _capacity)
            {
                _plans.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }
        }

        return plan;
    }

    /// <summary>The plan with that key; null when it is not kept.</summary>
    public WorkflowPlan? TryGet(string key)
    {
        lock (_lock)
        {
            if (!_plans.TryGetValue(key, out var entry))
            {
                return null;
            }

            _byUse.Remove(entry);
            _byUse.AddFirst(entry);
            return entry.Value.Plan;
        }
    }
}
