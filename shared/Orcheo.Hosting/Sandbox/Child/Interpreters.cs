using System.Diagnostics;

namespace Orcheo.Hosting.Sandbox.Child;

/// <summary>Finds a Python that can run the sandbox.</summary>
internal static class Interpreters
{
    private const string Probe = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)";
    private static readonly Version Oldest = new(3, 11);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // The system's own first: every user can read it, which the user of a run has to, and no shim stands before it.
    private static readonly string[] Usual =
        ["/usr/bin/python3", "python3", "/usr/local/bin/python3", "python3.14", "python3.13", "python3.12", "python3.11"];

    /// <summary>The path of an interpreter, past any shim or link to it.</summary>
    /// <param name="configured">The only one that is looked at; null to look in the usual places.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The path; null and what is wrong when there is none.</returns>
    public static async Task<(string? Path, string Fault)> FindAsync(string? configured, CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        foreach (var candidate in string.IsNullOrWhiteSpace(configured) ? Usual : [configured])
        {
            if (await AskAsync(candidate, cancellationToken) is not { } found)
            {
                continue;
            }

            if (found.Version >= Oldest)
            {
                return (found.Path, "");
            }

            seen.Add($"{candidate} is {found.Version}");
        }

        var what = string.IsNullOrWhiteSpace(configured)
            ? "No Python 3.11 or later was found: install one, or name it by Orcheo__Sandbox__Python"
            : $"Orcheo__Sandbox__Python names '{configured}', which is no Python 3.11 or later";
        return (null, seen.Count == 0 ? what + "." : $"{what} ({string.Join(", ", seen)}).");
    }

    private static async Task<(string Path, Version Version)?> AskAsync(string command, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(command, ["-E", "-s", "-S", "-c", Probe])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
            process.StandardInput.Close();
            var lines = (await process.StandardOutput.ReadToEndAsync(limit.Token)).Split('\n', StringSplitOptions.TrimEntries);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 && lines.Length >= 2 && Version.TryParse(lines[0], out var version) && Path.IsPathRooted(lines[1])
                ? (lines[1], version)
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
            return null;
        }
    }
}
