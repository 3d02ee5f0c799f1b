using System.Collections.Frozen;
using Orcheo.Hosting.Security;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Api.Security;

/// <summary>Which function takes which scope. A function that is not listed is refused: deny by default.</summary>
internal static class RouteScopes
{
    /// <summary>By function name: any one of the scopes is enough; none means that the route is open.</summary>
    public static FrozenDictionary<string, string[]> ByFunction { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [nameof(HealthFunctions.GetHealth)] = [],
        [nameof(HealthFunctions.GetOpenApi)] = [],
        [nameof(WorkspaceFunctions.GetWorkspace)] = [.. Scopes.All.Order(StringComparer.Ordinal)],
        [nameof(NodeFunctions.ListNodes)] = [Scopes.WorkflowsRead, Scopes.WorkflowsWrite],
        [nameof(NodeFunctions.GetNode)] = [Scopes.WorkflowsRead, Scopes.WorkflowsWrite],
        [nameof(WorkflowFunctions.CreateWorkflow)] = [Scopes.WorkflowsWrite],
        [nameof(WorkflowFunctions.ListWorkflows)] = [Scopes.WorkflowsRead],
        [nameof(WorkflowFunctions.GetWorkflow)] = [Scopes.WorkflowsRead],
        [nameof(WorkflowFunctions.UpdateWorkflow)] = [Scopes.WorkflowsWrite],
        [nameof(WorkflowFunctions.DeleteWorkflow)] = [Scopes.WorkflowsWrite],
        [nameof(WorkflowFunctions.RestoreWorkflow)] = [Scopes.WorkflowsWrite],
        [nameof(WorkflowFunctions.ValidateWorkflow)] = [Scopes.WorkflowsRead, Scopes.WorkflowsWrite],
        [nameof(VersionFunctions.CreateVersion)] = [Scopes.WorkflowsWrite],
        [nameof(VersionFunctions.ListVersions)] = [Scopes.WorkflowsRead],
        [nameof(VersionFunctions.GetVersion)] = [Scopes.WorkflowsRead],
        [nameof(VersionFunctions.DiffVersions)] = [Scopes.WorkflowsRead],
        [nameof(ExecutionFunctions.StartExecution)] = [Scopes.ExecutionsRun],
        [nameof(ExecutionFunctions.CancelExecution)] = [Scopes.ExecutionsRun],
        [nameof(ReplayFunctions.ReplayExecution)] = [Scopes.ExecutionsRun],
        [nameof(ExecutionFunctions.ListExecutions)] = [Scopes.ExecutionsRead],
        [nameof(ExecutionFunctions.GetExecution)] = [Scopes.ExecutionsRead],
        [nameof(ExecutionRecordFunctions.ListEvents)] = [Scopes.ExecutionsRead],
        [nameof(ExecutionRecordFunctions.ListCheckpoints)] = [Scopes.ExecutionsRead],
        [nameof(ExecutionRecordFunctions.GetCheckpoint)] = [Scopes.ExecutionsRead],
        [nameof(ExecutionRecordFunctions.GetExecutionDefinition)] = [Scopes.ExecutionsRead],
        [nameof(StreamFunctions.NegotiateStream)] = [Scopes.ExecutionsRead],
        [nameof(ApiKeyFunctions.CreateApiKey)] = [Scopes.KeysManage],
        [nameof(ApiKeyFunctions.ListApiKeys)] = [Scopes.KeysManage],
        [nameof(ApiKeyFunctions.RevokeApiKey)] = [Scopes.KeysManage],
        [nameof(AuditFunctions.ListAudit)] = [Scopes.AuditRead],
        [nameof(CredentialFunctions.CreateCredential)] = [Scopes.CredentialsManage],
        [nameof(CredentialFunctions.ListCredentials)] = [Scopes.CredentialsManage],
        [nameof(CredentialFunctions.GetCredential)] = [Scopes.CredentialsManage],
        [nameof(CredentialFunctions.UpdateCredential)] = [Scopes.CredentialsManage],
        [nameof(CredentialFunctions.DeleteCredential)] = [Scopes.CredentialsManage],
        [nameof(CronTriggerFunctions.CreateCronTrigger)] = [Scopes.TriggersManage],
        [nameof(CronTriggerFunctions.ListCronTriggers)] = [Scopes.TriggersManage],
        [nameof(CronTriggerFunctions.GetCronTrigger)] = [Scopes.TriggersManage],
        [nameof(CronTriggerFunctions.UpdateCronTrigger)] = [Scopes.TriggersManage],
        [nameof(CronTriggerFunctions.DeleteCronTrigger)] = [Scopes.TriggersManage],
        [nameof(CronTriggerFunctions.PreviewCron)] = [Scopes.TriggersManage],
        [nameof(CronTriggerFunctions.BackfillCronTrigger)] = [Scopes.TriggersManage],
        [nameof(WebhookTriggerFunctions.CreateWebhookTrigger)] = [Scopes.TriggersManage],
        [nameof(WebhookTriggerFunctions.ListWebhookTriggers)] = [Scopes.TriggersManage],
        [nameof(WebhookTriggerFunctions.GetWebhookTrigger)] = [Scopes.TriggersManage],
        [nameof(WebhookTriggerFunctions.UpdateWebhookTrigger)] = [Scopes.TriggersManage],
        [nameof(WebhookTriggerFunctions.DeleteWebhookTrigger)] = [Scopes.TriggersManage],
        [nameof(WebhookTriggerFunctions.RotateWebhookSecret)] = [Scopes.TriggersManage],
        [WebhookRoute.Function] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
