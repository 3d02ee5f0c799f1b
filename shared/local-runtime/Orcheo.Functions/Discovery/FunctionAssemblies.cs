using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Orcheo.Functions.Discovery;

/// <summary>Finds the assemblies that may declare functions: the application's own and those it is built from.</summary>
internal static class FunctionAssemblies
{
    private static readonly string _hostAssembly = typeof(FunctionAttribute).Assembly.GetName().Name!;

    /// <summary>The entry assembly and every assembly of its dependency graph that refers to this one.</summary>
    internal static IReadOnlyList<Assembly> Of(Assembly entry)
    {
        // The compiler drops a reference that no code of the entry assembly uses, so the build's own dependency graph is asked first.
        var depsFile = Path.Combine(AppContext.BaseDirectory, entry.GetName().Name + ".deps.json");
        var names = File.Exists(depsFile) ? FromDependencyFile(depsFile) : FromReferences(entry);
        return [.. names.Where(name => name != entry.GetName().Name).Order(StringComparer.Ordinal).Select(Assembly.Load).Prepend(entry)];
    }

    /// <summary>Reads which libraries of a deps.json depend on this assembly.</summary>
    internal static IEnumerable<string> FromDependencyFile(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in document.RootElement.GetProperty("targets").EnumerateObject())
        {
            foreach (var library in target.Value.EnumerateObject())
            {
                if (library.Value.TryGetProperty("dependencies", out var dependencies)
                    && dependencies.EnumerateObject().Any(dependency => dependency.Name == _hostAssembly))
                {
                    found.Add(library.Name.Split('/')[0]);
                }
            }
        }

        return found;
    }

    /// <summary>Walks the references of compiled assemblies.</summary>
    internal static IEnumerable<string> FromReferences(Assembly entry)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<Assembly>([entry]);
        while (open.TryDequeue(out var assembly))
        {
            foreach (var reference in assembly.GetReferencedAssemblies())
            {
                if (reference.Name == _hostAssembly)
                {
                    found.Add(assembly.GetName().Name!);
                }
                else if (!IsFramework(reference.Name!) && seen.Add(reference.Name!))
                {
                    open.Enqueue(Assembly.Load(reference));
                }
            }
        }

        return found;
    }

    private static bool IsFramework(string name) =>
        name is "netstandard" or "mscorlib" or "System"
        || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
