namespace Orcheo.Functions.Discovery;

internal enum TriggerKind
{
    Http,
    Timer,
    Orchestration,
    Activity,
}
