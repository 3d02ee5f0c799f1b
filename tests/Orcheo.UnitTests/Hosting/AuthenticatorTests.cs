using Microsoft.Extensions.Logging.Abstractions;
using Orcheo.Core.ApiKeys;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Security;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.Hosting;

public sealed class AuthenticatorTests : StoreTest
{
    private const string AdminKey = "the-admin-key-of-these-tests";

    private ApiKeyStore Keys => field ??= new ApiKeyStore(Store, Time);

    [Theory]
    [InlineData("Bearer " + AdminKey)]
    [InlineData("bearer " + AdminKey)]
    [InlineData("Bearer   " + AdminKey + " ")]
    public async Task The_admin_key_has_every_scope(string header)
    {
        var caller = (await AuthenticateAsync(header))!;
        Assert.Equal(("default", "admin_key", "admin", "admin"), (caller.Tenant, caller.Type, caller.Id, caller.Name));
        Assert.Equal(
            ["audit:read", "credentials:manage", "credentials:reveal", "executions:read", "executions:run", "keys:manage", "triggers:manage", "workflows:read", "workflows:write"],
            caller.Scopes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData(AdminKey)]
    [InlineData("Basic " + AdminKey)]
    [InlineData("Bearer " + AdminKey + "x")]
    [InlineData("Bearer THE-ADMIN-KEY-OF-THESE-TESTS")]
    [InlineData("Bearer orc_abcdefgh_0123456789012345678901234567890123456789")]
    public async Task Anything_else_is_nobody(string? header) => Assert.Null(await AuthenticateAsync(header));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_a_configured_key_everybody_is_refused(string? configured)
    {
        Assert.Null(await AuthenticateAsync("Bearer ", adminKey: configured));
        Assert.Null(await AuthenticateAsync("Bearer " + AdminKey, adminKey: configured));
    }

    [Fact]
    public async Task The_holder_of_a_key_has_its_scopes_in_its_tenant()
    {
        var key = await Keys.CreateAsync("acme", "CI", ["workflows:read", "executions:run"], null, Cancel);
        var caller = (await AuthenticateAsync("Bearer " + key.SecretOnce, adminKey: null))!;
        Assert.Equal(("acme", "api_key", key.Id, "CI"), (caller.Tenant, caller.Type, caller.Id, caller.Name));
        Assert.True(caller.Scopes.SetEquals(["workflows:read", "executions:run"]));
    }

    [Fact]
    public async Task The_right_prefix_with_another_secret_is_nobody()
    {
        var key = await Keys.CreateAsync(Tenant, "CI", ["workflows:read"], null, Cancel);
        var other = await Keys.CreateAsync(Tenant, "Other", ["workflows:read"], null, Cancel);
        Assert.Null(await AuthenticateAsync("Bearer " + key.SecretOnce[..^1]));
        Assert.Null(await AuthenticateAsync($"Bearer {key.SecretOnce}x"));
        Assert.Null(await AuthenticateAsync("Bearer " + key.Prefix + other.SecretOnce[12..]));
        Assert.NotNull(await AuthenticateAsync("Bearer " + key.SecretOnce));
    }

    [Fact]
    public async Task An_expired_key_is_nobody_from_that_moment_on()
    {
        var key = await Keys.CreateAsync(Tenant, "CI", ["workflows:read"], Time.GetUtcNow().AddSeconds(10), Cancel);
        Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.NotNull(await AuthenticateAsync("Bearer " + key.SecretOnce));
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await AuthenticateAsync("Bearer " + key.SecretOnce));
    }

    [Fact]
    public async Task A_key_that_another_process_revokes_is_nobody_at_once()
    {
        var key = await Keys.CreateAsync(Tenant, "CI", ["workflows:read"], null, Cancel);
        Assert.NotNull(await AuthenticateAsync("Bearer " + key.SecretOnce));
        await new ApiKeyStore(Store, Time).RevokeAsync(Tenant, key.Id, Cancel);
        Assert.Null(await AuthenticateAsync("Bearer " + key.SecretOnce));
    }

    [Fact]
    public async Task The_use_of_a_key_is_noted_and_a_refusal_is_not()
    {
        var key = await Keys.CreateAsync(Tenant, "CI", ["workflows:read"], null, Cancel);
        Assert.Null(await AuthenticateAsync($"Bearer {key.SecretOnce}x"));
        Assert.NotNull(await AuthenticateAsync("Bearer " + key.SecretOnce));
        Assert.Equal(Time.GetUtcNow(), await LastUseAsync());
    }

    [Fact]
    public async Task A_use_that_cannot_be_noted_does_not_fail_the_request()
    {
        var key = await Keys.CreateAsync(Tenant, "CI", ["workflows:read"], null, Cancel);
        var readOnly = new ApiKeyStore(new UnwritableStore(Store), Time);
        Assert.NotNull(await Authenticator(readOnly, AdminKey).AuthenticateAsync("Bearer " + key.SecretOnce, Cancel));
    }

    /// <summary>Nobody waits for the write, so the test looks again until it is there.</summary>
    private async Task<DateTimeOffset?> LastUseAsync()
    {
        while (true)
        {
            var used = Assert.Single((await Keys.ListAsync(Tenant, new ListRequest(), Cancel)).Items).LastUsedAt;
            if (used is not null)
            {
                return used;
            }

            await Task.Yield();
        }
    }

    private ValueTask<Caller?> AuthenticateAsync(string? header, string? adminKey = AdminKey) =>
        Authenticator(Keys, adminKey).AuthenticateAsync(header, Cancel);

    private Authenticator Authenticator(ApiKeyStore keys, string? adminKey) =>
        new(new OrcheoOptions { AdminKey = adminKey }, keys, Time, NullLogger<Authenticator>.Instance);

    private sealed class UnwritableStore(ITableStore inner) : ITableStore
    {
        public Task InitializeAsync(IReadOnlyCollection<string> tables, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellationToken) =>
            inner.GetAsync(table, partitionKey, rowKey, cancellationToken);

        public Task<TablePage> QueryAsync(string table, string partitionKey, TableQuery query, CancellationToken cancellationToken) =>
            inner.QueryAsync(table, partitionKey, query, cancellationToken);

        public Task<TableWriteResult> WriteAsync(string table, string partitionKey, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
            throw new StorageException("The store cannot be written.");
    }
}
