namespace Orcheo.Benchmarks;

/// <summary>Where things stand in the working copy.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The built local stack, of the same configuration as this program.</summary>
    public static string LocalStack
    {
        get
        {
            var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
            var path = Path.Combine(Root, "functions", "local", "bin", configuration, "net10.0", "Orcheo.Local.dll");
            return File.Exists(path) ? path : throw new FileNotFoundException($"Run `make build` first: there is no {path}.");
        }
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Orcheo.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("Orcheo.sln is in none of the folders above this program.");
    }
}
