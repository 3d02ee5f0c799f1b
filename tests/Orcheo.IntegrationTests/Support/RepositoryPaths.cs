namespace Orcheo.IntegrationTests.Support;

/// <summary>Where things are in the repository that these tests were built from.</summary>
internal static class RepositoryPaths
{
    private const string Marker = "Orcheo.sln";

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The OpenAPI document, the source of truth of the HTTP contract.</summary>
    public static string OpenApi { get; } = Path.Combine(Root, "shared", "schemas", "openapi.json");

    /// <summary>The JSON Schema of events.</summary>
    public static string EventSchema { get; } = Path.Combine(Root, "shared", "schemas", "event.schema.json");

    /// <summary>The local stack as its own project builds it, in the configuration of these tests.</summary>
    public static string LocalStack { get; } = Path.Combine(
        Root, "functions", "local", "bin", Configuration, TargetFramework, "Orcheo.Local.dll");

    // The test's own folder ends in <configuration>/<framework>.
    private static string TargetFramework => OutputFolder.Name;

    private static string Configuration => OutputFolder.Parent!.Name;

    private static DirectoryInfo OutputFolder => new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static string FindRoot()
    {
        for (var folder = OutputFolder; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Marker}.");
    }
}
