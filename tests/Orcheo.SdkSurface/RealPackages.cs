using System.Reflection;
using System.Text.Json;

namespace Orcheo.SdkSurface;

/// <summary>The assemblies that local-runtime stands in for, as NuGet has restored them, by the name and version of their package.</summary>
internal static class RealPackages
{
    private static readonly string[] _families = ["Microsoft.Azure.Functions.Worker", "Microsoft.DurableTask", "DurableTask.Core"];

    public static IReadOnlyDictionary<string, Assembly> Load()
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(typeof(RealPackages).Assembly.Location, ".deps.json")));
        var target = dependencies.RootElement.GetProperty("targets").EnumerateObject().Single().Value;
        return target.EnumerateObject()
            .Where(library => library.Value.TryGetProperty("runtime", out _))
            .SelectMany(library => library.Value.GetProperty("runtime").EnumerateObject(), (library, file) => (library.Name, Assembly: Path.GetFileNameWithoutExtension(file.Name)))
            .Where(file => _families.Any(family => file.Assembly.StartsWith(family, StringComparison.Ordinal)))
            .ToDictionary(file => file.Name.Replace('/', ' '), file => Assembly.Load(file.Assembly));
    }
}
