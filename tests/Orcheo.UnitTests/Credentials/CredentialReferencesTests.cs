using System.Text;
using Orcheo.Core.Definitions;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Credentials;
using Orcheo.UnitTests.Nodes;

namespace Orcheo.UnitTests.Credentials;

public sealed class CredentialReferencesTests : VaultTest
{
    private WorkflowStore Workflows => new(Store, Time);

    private CredentialReferences References => new(Vault, Workflows, NodeTesting.Catalog);

    [Fact]
    public async Task Only_what_a_definition_refers_to_and_what_exists_is_told_with_its_type()
    {
        var mine = (await CreateAsync()).Value.Id;
        await CreateAsync();
        var types = await References.TypesForAsync(Tenant, Document(mine, mine, "cred_01jdc0m3t8w5r4v9x2k7q6n1ab", "nonsense").Definition, Cancel);
        Assert.Equal((mine, "bearer_token"), (Assert.Single(types).Key, types[mine]));
        Assert.Empty(await References.TypesForAsync("other", Document(mine).Definition, Cancel));
        Assert.Empty(await References.TypesForAsync(Tenant, Document().Definition, Cancel));
    }

    [Fact]
    public async Task Drafts_and_every_version_count_deleted_workflows_do_not()
    {
        var credential = (await CreateAsync()).Value.Id;
        await Workflows.CreateAsync(Tenant, Document("cred_01jdc0m3t8w5r4v9x2k7q6n1ab"), Cancel);
        Assert.Empty((await References.UsersOfAsync(Tenant, credential, Cancel)).Workflows);

        var inDraft = await Workflows.CreateAsync(Tenant, Document(credential), Cancel);
        Time.Advance(TimeSpan.FromMilliseconds(5));
        var inVersion = await Workflows.CreateAsync(Tenant, Document(credential), Cancel);
        await Workflows.FinalizeAsync(Tenant, inVersion, null, null, Cancel);
        var finalized = (await Workflows.GetAsync(Tenant, inVersion.Value.Id, Cancel))!.Value;
        var emptied = (await Workflows.UpdateAsync(Tenant, finalized, Document(), Cancel))!.Value;
        await Workflows.FinalizeAsync(Tenant, emptied, null, null, Cancel);
        Assert.Equal(
            [inVersion.Value.Id, inDraft.Value.Id],
            (await References.UsersOfAsync(Tenant, credential, Cancel)).Workflows.Select(workflow => workflow.Id));

        Assert.True(await Workflows.DeleteAsync(Tenant, inDraft, Cancel));
        Assert.Equal([inVersion.Value.Id], (await References.UsersOfAsync(Tenant, credential, Cancel)).Workflows.Select(workflow => workflow.Id));
    }

    [Fact]
    public async Task Of_very_many_users_the_first_are_named()
    {
        var credential = (await CreateAsync()).Value.Id;
        for (var number = 0; number < 21; number++)
        {
            await Workflows.CreateAsync(Tenant, Document(credential), Cancel);
        }

        var (users, more) = await References.UsersOfAsync(Tenant, credential, Cancel);
        Assert.Equal((20, true), (users.Count, more));
    }

    private static WorkflowDocument Document(params string[] references)
    {
        var nodes = string.Join(',', references.Select((id, number) => $$"""{"id":"n{{number}}","type":"http_request","config":{},"credentials_ref":"{{id}}"}"""));
        return WorkflowDocumentReader.Read(Encoding.UTF8.GetBytes($$"""{"name":"W","nodes":[{{nodes}}],"edges":[]}""")).Document!;
    }
}
