namespace Orcheo.DurableTests.Crash;

/// <summary>What was found after the last round.</summary>
/// <param name="Rounds">How often the process was killed.</param>
/// <param name="Seed">The seed of the moments of the kills.</param>
/// <param name="Instances">How many starts had been acknowledged.</param>
/// <param name="LostInstances">How many of them did not complete.</param>
/// <param name="WrongOutputs">How many completed with another output than they should.</param>
/// <param name="CommittedActivitiesRepeated">How many activities ran again after their result had been committed.</param>
/// <param name="HistoryGaps">How many histories lack a turn or cannot be read.</param>
/// <param name="UncommittedActivitiesRepeated">How many activities ran again because their result was not committed: at-least-once.</param>
internal sealed record CrashReport(
    int Rounds,
    int Seed,
    int Instances,
    int LostInstances,
    int WrongOutputs,
    int CommittedActivitiesRepeated,
    int HistoryGaps,
    int UncommittedActivitiesRepeated)
{
    public bool IsClean => LostInstances + WrongOutputs + CommittedActivitiesRepeated + HistoryGaps == 0;
}
