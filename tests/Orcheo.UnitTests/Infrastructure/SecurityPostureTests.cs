using System.Text.RegularExpressions;
using Orcheo.UnitTests.Architecture;

namespace Orcheo.UnitTests.Infrastructure;

/// <summary>What is deployed to Azure has no shared keys, speaks TLS, and gives each identity only what it needs.</summary>
public sealed partial class SecurityPostureTests(BicepTemplate template) : IClassFixture<BicepTemplate>
{
    /// <summary>The roles that may be given at all, by the name that main.bicep calls them.</summary>
    private static readonly Dictionary<string, string> _roles = new(StringComparer.Ordinal)
    {
        ["blobOwner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["blobContributor"] = "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
        ["queueContributor"] = "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        ["tableContributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
        ["vaultSecretsUser"] = "4633458b-17de-408a-b874-0445c86b69e6",
        ["vaultSecretsOfficer"] = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
        ["signalRRestOwner"] = "fd53cd77-2268-407a-8f46-7e7863d0f521",
        ["metricsPublisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
        ["durableTaskContributor"] = "0ad04412-c4d5-4796-b79c-f76d14c8d402",
    };

    public static bool HasBicep => BicepTemplate.IsAvailable;

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void Storage_takes_identities_only()
    {
        Assert.All(template.OfType("Microsoft.Storage/storageAccounts"), account =>
        {
            Assert.False(Flag(account, "allowSharedKeyAccess"));
            Assert.False(Flag(account, "allowBlobPublicAccess"));
            Assert.False(Flag(account, "allowCrossTenantReplication"));
            Assert.True(Flag(account, "supportsHttpsTrafficOnly"));
            Assert.True(Flag(account, "defaultToOAuthAuthentication"));
            Assert.Equal("TLS1_2", Text(account, "minimumTlsVersion"));
        });
        Assert.All(
            template.OfType("Microsoft.Storage/storageAccounts/blobServices/containers"), container => Assert.Equal("None", Text(container, "publicAccess")));
    }

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void The_vault_goes_by_roles_and_cannot_be_purged()
    {
        Assert.All(template.OfType("Microsoft.KeyVault/vaults"), vault =>
        {
            Assert.True(Flag(vault, "enableRbacAuthorization"));
            Assert.True(Flag(vault, "enableSoftDelete"));
            Assert.True(Flag(vault, "enablePurgeProtection"));
            Assert.False(Flag(vault, "enabledForTemplateDeployment"));
            Assert.False(vault.Properties.TryGetProperty("accessPolicies", out _));
        });
    }

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void Services_refuse_local_authentication()
    {
        Assert.All(template.OfType("Microsoft.SignalRService/signalR"), service =>
        {
            Assert.True(Flag(service, "disableLocalAuth"));
            Assert.Contains("Serverless", service.Properties.GetProperty("features").GetRawText(), StringComparison.Ordinal);
        });
        Assert.All(template.OfType("Microsoft.Insights/components"), insights => Assert.True(Flag(insights, "DisableLocalAuth")));
    }

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void Apps_speak_https_only_and_have_an_identity()
    {
        Assert.All(template.OfType("Microsoft.Web/sites"), app =>
        {
            Assert.True(Flag(app, "httpsOnly"));
            var site = app.Properties.GetProperty("siteConfig");
            Assert.Equal("1.2", site.GetProperty("minTlsVersion").GetString());
            Assert.Equal("1.2", site.GetProperty("scmMinTlsVersion").GetString());
            Assert.Equal("Disabled", site.GetProperty("ftpsState").GetString());
            Assert.False(site.GetProperty("remoteDebuggingEnabled").GetBoolean());
            Assert.False(site.GetProperty("cors").GetProperty("supportCredentials").GetBoolean());
            Assert.Equal("UserAssigned", app.Json.GetProperty("identity").GetProperty("type").GetString());
        });
        var credentials = template.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(2 * template.OfType("Microsoft.Web/sites").Count, credentials.Count);
        Assert.All(credentials, policy => Assert.False(Flag(policy, "allow")));
    }

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void Only_the_listed_roles_are_given_and_none_on_a_group_or_subscription()
    {
        var source = Repository.Read("infra/bicep/main.bicep");
        Assert.Equal(
            _roles.Values.Order(StringComparer.Ordinal), RoleGuid().Matches(source).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));
        Assert.All(template.OfType("Microsoft.Authorization/roleAssignments"), assignment =>
        {
            Assert.True(assignment.Json.TryGetProperty("scope", out _), "A role on the whole resource group is more than anybody needs.");
            Assert.Equal("ServicePrincipal", Text(assignment, "principalType"));
        });
    }

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void The_sandbox_gets_its_own_storage_and_telemetry_and_nothing_else()
    {
        var grants = template.Resources
            .Where(resource => resource.Type == "Microsoft.Resources/deployments" && resource.Properties.GetRawText().Contains("sandboxIdentityName", StringComparison.Ordinal))
            .Where(resource => resource.Json.GetProperty("name").GetString()!.StartsWith("role-", StringComparison.Ordinal))
            .Select(resource => resource.Properties.GetProperty("parameters"))
            .Select(parameters => (
                On: parameters.GetProperty("on").GetProperty("value").GetString(), Role: parameters.GetProperty("roleDefinitionGuid").GetProperty("value").GetString()))
            .Order();
        Assert.Equal([("applicationInsights", "[variables('roles').metricsPublisher]"), ("storage", "[variables('roles').blobOwner]")], grants);
    }

    [Fact(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    public void No_key_is_read_but_the_sandboxs_which_goes_straight_to_the_vault()
    {
        Assert.Single(KeyReading().Matches(template.Text));
        var reader = Assert.Single(template.Resources, resource => resource.Type.EndsWith("/secrets", StringComparison.Ordinal) && KeyReading().IsMatch(resource.Json.GetRawText()));
        Assert.Equal("sandbox-key", reader.Module);
        Assert.DoesNotContain("AccountKey=", template.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("SharedAccessKey", template.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory(SkipUnless = nameof(HasBicep), Skip = "The Bicep CLI that is served is for Linux on x64.")]
    [InlineData("main.bicepparam")]
    [InlineData("dev.bicepparam")]
    [InlineData("prod.bicepparam")]
    public async Task Parameter_files_fit_the_template(string file)
    {
        var (exitCode, _, error) = await BicepTemplate.RunAsync("build-params", Repository.PathOf($"infra/bicep/{file}"), "--stdout");
        Assert.True(exitCode == 0 && error.Length == 0, error);
    }

    [Fact]
    public void Every_parameter_says_whether_it_is_required()
    {
        Assert.All(Repository.Files("infra/bicep", ".bicep"), file =>
        {
            var lines = Repository.Read(file).Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].StartsWith("param ", StringComparison.Ordinal))
                {
                    var wanted = lines[i].Contains('=', StringComparison.Ordinal) ? "@description('Optional. " : "@description('Required. ";
                    var decorators = lines[..i].Reverse().TakeWhile(line => line.Length > 0);
                    Assert.True(decorators.Any(line => line.StartsWith(wanted, StringComparison.Ordinal)), $"{file}:{i + 1} wants {wanted}…");
                }
            }
        });
    }

    private static bool Flag(ArmResource resource, string name) => resource.Properties.GetProperty(name).GetBoolean();

    private static string? Text(ArmResource resource, string name) => resource.Properties.GetProperty(name).GetString();

    [GeneratedRegex(@"(?<=: ')[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=')")]
    private static partial Regex RoleGuid();

    [GeneratedRegex(@"listKeys\(|listSecrets\(|listAccountSas\(", RegexOptions.IgnoreCase)]
    private static partial Regex KeyReading();
}
