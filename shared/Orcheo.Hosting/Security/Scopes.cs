namespace Orcheo.Hosting.Security;

/// <summary>What a key may allow.</summary>
public static class Scopes
{
    /// <summary>Read workflows, versions and diffs.</summary>
    public const string WorkflowsRead = "workflows:read";

    /// <summary>Change workflows.</summary>
    public const string WorkflowsWrite = "workflows:write";

    /// <summary>Read executions, events and checkpoints.</summary>
    public const string ExecutionsRead = "executions:read";

    /// <summary>Start, cancel and replay executions.</summary>
    public const string ExecutionsRun = "executions:run";

    /// <summary>Create, read, change and delete credentials, but not their secrets.</summary>
    public const string CredentialsManage = "credentials:manage";

    /// <summary>Read the secrets of credentials.</summary>
    public const string CredentialsReveal = "credentials:reveal";

    /// <summary>Create, read, change and delete triggers.</summary>
    public const string TriggersManage = "triggers:manage";

    /// <summary>Create, list and revoke API keys.</summary>
    public const string KeysManage = "keys:manage";

    /// <summary>Read the audit log.</summary>
    public const string AuditRead = "audit:read";

    /// <summary>Every scope.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        WorkflowsRead, WorkflowsWrite, ExecutionsRead, ExecutionsRun, CredentialsManage, CredentialsReveal, TriggersManage, KeysManage, AuditRead,
    };
}
