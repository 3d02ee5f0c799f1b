using System.Runtime.CompilerServices;

namespace Orcheo.UnitTests.Architecture;

/// <summary>The working copy that these tests were compiled from.</summary>
internal static class Repository
{
    private static readonly HashSet<string> _notOurs = new(StringComparer.Ordinal)
    {
        ".git", ".idea", ".orcheo", ".venv", ".vs", "TestResults", "__pycache__", "artifacts", "bin", "dist", "node_modules", "obj",
    };

    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The files below a folder, relative to the root with forward slashes, without what was built or installed.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        var pending = new Stack<string>([PathOf(folder)]);
        while (pending.TryPop(out var directory))
        {
            if (!Directory.Exists(directory))
            {
                continue;
            }

            foreach (var child in Directory.EnumerateDirectories(directory).Where(child => !_notOurs.Contains(Path.GetFileName(child))))
            {
                pending.Push(child);
            }

            foreach (var file in Directory.EnumerateFiles(directory).Where(file => !_notOurs.Contains(Path.GetFileName(file))))
            {
                if (extensions.Length == 0 || extensions.Contains(Path.GetExtension(file)))
                {
                    yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
                }
            }
        }
    }

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        // The folder of the sources; a test host that was copied elsewhere looks upwards from where it runs.
        var starts = new[] { Path.GetDirectoryName(thisFile), AppContext.BaseDirectory };
        foreach (var start in starts)
        {
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "Orcheo.sln")))
                {
                    return folder;
                }
            }
        }

        throw new InvalidOperationException("Orcheo.sln is in none of the folders above the tests.");
    }
}
