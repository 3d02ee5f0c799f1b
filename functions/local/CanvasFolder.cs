using Orcheo.Hosting.Options;

namespace Orcheo.Local;

/// <summary>Where the built canvas is.</summary>
internal static class CanvasFolder
{
    private const string Page = "index.html";

    /// <summary>The folder that holds the page and its assets; null when the canvas is not built.</summary>
    /// <param name="options">May name the folder.</param>
    /// <param name="start">The folder of this program.</param>
    /// <remarks>
    /// In a repository it is <c>canvas/dist</c>, so that a canvas that is built anew is served as it now is; where the stack was
    /// published to, it lies beside the program.
    /// </remarks>
    public static string? Find(OrcheoOptions options, string start)
    {
        if (options.CanvasDirectory is { Length: > 0 } named)
        {
            return Holds(named);
        }

        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orcheo.sln")))
            {
                return Holds(Path.Combine(folder.FullName, "canvas", "dist"));
            }
        }

        return Holds(Path.Combine(start, "canvas"));
    }

    private static string? Holds(string folder) => File.Exists(Path.Combine(folder, Page)) ? Path.GetFullPath(folder) : null;
}
