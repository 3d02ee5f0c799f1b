using System.Globalization;

namespace Orcheo.IntegrationTests.Support;

/// <summary>A process as /proc shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Parent">Its parent's id.</param>
/// <param name="State">Its state, e.g. <c>R</c> for running.</param>
/// <param name="CpuTicks">The processor time it has used, in hundredths of a second.</param>
/// <param name="Command">Its command line.</param>
internal sealed record ProcessInfo(int Id, int Parent, char State, long CpuTicks, string Command);

/// <summary>Looks at the processes below another.</summary>
internal static class ProcessTree
{
    /// <summary>Every process below that one, at any depth.</summary>
    public static IReadOnlyList<ProcessInfo> Below(int id)
    {
        var byParent = All().ToLookup(process => process.Parent);
        var found = new List<ProcessInfo>();
        var open = new Queue<int>([id]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in byParent[parent])
            {
                found.Add(child);
                open.Enqueue(child.Id);
            }
        }

        return found;
    }

    /// <summary>Which of these still exist, as other than remains that wait to be collected.</summary>
    public static IReadOnlyList<int> Alive(IEnumerable<int> ids) => [.. All().Where(process => process.State != 'Z').Select(process => process.Id).Intersect(ids)];

    private static IEnumerable<ProcessInfo> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)
        let process = Read(folder)
        where process is not null
        select process;

    private static ProcessInfo? Read(string folder)
    {
        try
        {
            // What follows the name in brackets: state, parent, …, user time (12th), system time (13th).
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ').Trim();
            return new ProcessInfo(Number(Path.GetFileName(folder)), Number(fields[1]), fields[0][0], Number(fields[11]) + Number(fields[12]), command);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
