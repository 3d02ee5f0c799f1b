using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Orcheo.Functions.Timers;

/// <summary>Remembers the occurrences of monitored timers, one small file each.</summary>
internal sealed class TimerRecords(string folder, ILogger logger)
{
    internal ScheduleStatus? Read(string function)
    {
        try
        {
            var path = PathOf(function);
            return File.Exists(path) ? JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllBytes(path)) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            logger.TimerRecordUnreadable(e, function);
            return null;
        }
    }

    internal void Write(string function, ScheduleStatus status)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = PathOf(function);
            // Renamed into place, so that a crash leaves the old record or the new one, never half of one.
            File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(status));
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.TimerRecordUnwritable(e, function);
        }
    }

    private string PathOf(string function) => Path.Combine(folder, function + ".json");
}
