using System.Text;
using Orcheo.Core.ApiKeys;
using Orcheo.Core.Storage;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.ApiKeys;

public sealed class ApiKeyStoreTests : StoreTest
{
    private ApiKeyStore Keys => field ??= new ApiKeyStore(Store, Time);

    [Fact]
    public async Task A_key_is_found_by_its_prefix_with_everything_but_its_secret()
    {
        var expiry = Time.GetUtcNow().AddDays(1);
        var issued = await Keys.CreateAsync(Tenant, "CI", ["workflows:read", "audit:read", "workflows:read"], expiry, Cancel);
        Assert.StartsWith(issued.Prefix + "_", issued.SecretOnce, StringComparison.Ordinal);
        Assert.Equal(["workflows:read", "audit:read"], issued.Scopes);

        var found = (await Keys.FindAsync(issued.Prefix, Cancel))!;
        Assert.Equal((issued.Id, Tenant, "CI"), (found.Id, found.Tenant, found.Name));
        Assert.Equal(ApiKeyToken.Hash(issued.SecretOnce), found.Hash.ToArray());
        Assert.True(found.Scopes.SetEquals(issued.Scopes));
        Assert.False(found.IsExpired(expiry.AddTicks(-1)));
        Assert.True(found.IsExpired(expiry));
        Assert.Null(await Keys.FindAsync("orc_00000000", Cancel));
    }

    [Fact]
    public async Task The_secret_is_not_on_disk()
    {
        var issued = await Keys.CreateAsync(Tenant, "CI", ["workflows:read"], null, Cancel);
        var secret = Encoding.UTF8.GetBytes(issued.SecretOnce[13..]);
        foreach (var file in Directory.GetFiles(Folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Cancel);
            Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf(secret));
        }
    }

    [Fact]
    public async Task A_revoked_key_is_gone_at_once_for_every_process()
    {
        var other = new ApiKeyStore(Store, Time);
        var issued = await Keys.CreateAsync(Tenant, "CI", ["workflows:read"], null, Cancel);
        Assert.NotNull(await other.FindAsync(issued.Prefix, Cancel));

        Assert.Equal("CI", (await Keys.RevokeAsync(Tenant, issued.Id, Cancel))!.Name);

        Assert.Null(await other.FindAsync(issued.Prefix, Cancel));
        Assert.Null(await Keys.FindAsync(issued.Prefix, Cancel));
        Assert.Null(await Keys.RevokeAsync(Tenant, issued.Id, Cancel));
        Assert.Empty((await Keys.ListAsync(Tenant, new ListRequest(), Cancel)).Items);
    }

    [Fact]
    public async Task A_key_of_another_tenant_is_neither_listed_nor_revoked()
    {
        var issued = await Keys.CreateAsync("other", "Theirs", ["workflows:read"], null, Cancel);
        Assert.Empty((await Keys.ListAsync(Tenant, new ListRequest(), Cancel)).Items);
        Assert.Null(await Keys.RevokeAsync(Tenant, issued.Id, Cancel));
        Assert.NotNull(await Keys.FindAsync(issued.Prefix, Cancel));
    }

    [Fact]
    public async Task Keys_are_listed_newest_first_in_pages()
    {
        var names = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            names.Insert(0, $"key {i}");
            await Keys.CreateAsync(Tenant, names[0], ["workflows:read"], null, Cancel);
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var first = await Keys.ListAsync(Tenant, new ListRequest { Limit = 3 }, Cancel);
        var second = await Keys.ListAsync(Tenant, new ListRequest { Limit = 3, Cursor = first.NextCursor }, Cancel);
        Assert.Equal(names, first.Items.Concat(second.Items).Select(key => key.Name));
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task The_last_use_is_noted_once_a_minute()
    {
        var issued = await Keys.CreateAsync(Tenant, "CI", ["workflows:read"], null, Cancel);
        Assert.Null(await LastUseAsync());
        var first = Time.GetUtcNow();

        await UseAsync();
        Assert.Equal(first, await LastUseAsync());

        Time.Advance(TimeSpan.FromSeconds(59));
        await UseAsync();
        Assert.Equal(first, await LastUseAsync());

        Time.Advance(TimeSpan.FromSeconds(1));
        await UseAsync();
        Assert.Equal(first.AddMinutes(1), await LastUseAsync());

        async Task UseAsync() => await Keys.MarkUsedAsync((await Keys.FindAsync(issued.Prefix, Cancel))!, Cancel);

        async Task<DateTimeOffset?> LastUseAsync() => Assert.Single((await Keys.ListAsync(Tenant, new ListRequest(), Cancel)).Items).LastUsedAt;
    }

    [Fact]
    public async Task Noting_a_use_leaves_the_parsed_key_valid()
    {
        var issued = await Keys.CreateAsync(Tenant, "CI", ["workflows:read"], null, Cancel);
        var before = (await Keys.FindAsync(issued.Prefix, Cancel))!;
        await Keys.MarkUsedAsync(before, Cancel);
        Assert.Same(before, await Keys.FindAsync(issued.Prefix, Cancel));
    }
}
