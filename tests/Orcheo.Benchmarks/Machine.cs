using System.Runtime.InteropServices;

namespace Orcheo.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static IReadOnlyDictionary<string, object> Describe(string dataFolder) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["processor"] = FirstValue("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        ["cores"] = Environment.ProcessorCount,
        ["memory_mb"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
        ["os"] = RuntimeInformation.OSDescription,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["file_system"] = FileSystemOf(dataFolder),
        ["load_average_before"] = FirstWord("/proc/loadavg") ?? "unknown",
    };

    private static string FileSystemOf(string folder) => DriveInfo.GetDrives()
        .Where(drive => folder.StartsWith(drive.RootDirectory.FullName, StringComparison.Ordinal))
        .MaxBy(drive => drive.RootDirectory.FullName.Length)?.DriveFormat ?? "unknown";

    private static string? FirstValue(string file, string key) => !File.Exists(file)
        ? null
        : File.ReadLines(file)
            .Where(line => line.StartsWith(key, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .FirstOrDefault();

    private static string? FirstWord(string file) => File.Exists(file) ? File.ReadAllText(file).Split(' ')[0] : null;
}
