using Microsoft.Azure.Functions.Worker;
using Orcheo.Functions.Configuration;
using Orcheo.Functions.Discovery;

namespace Orcheo.Functions.Timers;

/// <summary>A timer function and its schedule.</summary>
internal sealed record TimerFunction(FunctionEntry Function, TimerSchedule Schedule)
{
    internal TimerTriggerAttribute Trigger => (TimerTriggerAttribute)Function.Trigger;

    /// <summary>Works out the schedules of the timer functions.</summary>
    /// <exception cref="FunctionLoadException">A schedule is malformed.</exception>
    internal static IReadOnlyList<TimerFunction> Of(IEnumerable<FunctionEntry> functions, SettingReferences references)
    {
        var problems = new List<string>();
        var timers = new List<TimerFunction>();
        foreach (var function in functions.Where(function => function.Kind == TriggerKind.Timer))
        {
            try
            {
                var text = references.Resolve(((TimerTriggerAttribute)function.Trigger).Schedule);
                timers.Add(new TimerFunction(function, TimerSchedule.Parse(text)));
            }
            catch (FunctionDeclarationException e)
            {
                problems.Add($"{function.Display}: {e.Message}");
            }
        }

        return problems.Count == 0 ? timers : throw new FunctionLoadException(problems);
    }
}
