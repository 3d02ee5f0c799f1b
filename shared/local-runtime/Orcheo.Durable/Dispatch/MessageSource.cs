namespace Orcheo.Durable;

/// <summary>Which table holds the row that stands for a message until a turn consumes it.</summary>
internal enum MessageSource : byte
{
    /// <summary>None: the instance row itself says that the start is due, or nothing needs to survive.</summary>
    None,
    Inbox,
    WorkItem,
    Timer,
}
