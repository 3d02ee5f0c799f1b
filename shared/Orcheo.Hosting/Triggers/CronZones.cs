using System.Text.RegularExpressions;

namespace Orcheo.Hosting.Triggers;

/// <summary>Finds time zones by the names of the IANA database, and by nothing else.</summary>
internal static partial class CronZones
{
    private const int MaxLength = 64;

    /// <summary>Files in the database's folder that are not zones, or mean another one on every machine.</summary>
    private static readonly string[] NotZones = ["localtime", "posixrules", "Factory"];

    /// <summary>The zone of that name; null when there is none.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        // The system looks names up as files: what does not look like a name must not reach it.
        if (name.Length > MaxLength || !Name().IsMatch(name) || NotZones.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? zone : null;
        }
        catch (InvalidTimeZoneException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A(?!posix/|right/)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z")]
    private static partial Regex Name();
}
