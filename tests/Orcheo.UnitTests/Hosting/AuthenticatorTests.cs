using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;

namespace Orcheo.UnitTests.Hosting;

public sealed class AuthenticatorTests
{
    private const string Key = "the-admin-key-of-these-tests";

    [Theory]
    [InlineData("Bearer " + Key)]
    [InlineData("bearer " + Key)]
    [InlineData("Bearer   " + Key + " ")]
    public void The_admin_key_has_every_scope(string header)
    {
        var caller = new Authenticator(new OrcheoOptions { AdminKey = Key }).Authenticate(header)!;
        Assert.Equal(("default", "admin"), (caller.Tenant, caller.Name));
        Assert.Equal(
            ["audit:read", "credentials:manage", "credentials:reveal", "executions:read", "executions:run", "keys:manage", "triggers:manage", "workflows:read", "workflows:write"],
            caller.Scopes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData(Key)]
    [InlineData("Basic " + Key)]
    [InlineData("Bearer " + Key + "x")]
    [InlineData("Bearer THE-ADMIN-KEY-OF-THESE-TESTS")]
    public void Anything_else_is_nobody(string? header) =>
        Assert.Null(new Authenticator(new OrcheoOptions { AdminKey = Key }).Authenticate(header));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_configured_key_everybody_is_refused(string? configured)
    {
        var authenticator = new Authenticator(new OrcheoOptions { AdminKey = configured });
        Assert.Null(authenticator.Authenticate("Bearer "));
        Assert.Null(authenticator.Authenticate("Bearer " + Key));
    }
}
