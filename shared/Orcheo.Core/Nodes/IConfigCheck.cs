using System.Text.Json;
using Orcheo.Core.Validation;

namespace Orcheo.Core.Nodes;

/// <summary>For node types that can tell more about a config, before it runs, than its schema says: e.g. what is configured for them.</summary>
public interface IConfigCheck
{
    /// <summary>Finds faults. Cheap, without I/O: it is called whenever a workflow is saved. Thread-safe.</summary>
    /// <param name="config">The config as its author wrote it, which its schema accepts; members may still be templates.</param>
    /// <returns>Every fault; empty when there is none.</returns>
    IEnumerable<SchemaFault> Check(JsonElement config);
}
