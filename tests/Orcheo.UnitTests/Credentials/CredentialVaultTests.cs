using Microsoft.Extensions.Logging.Abstractions;
using Orcheo.Core.Credentials;
using Orcheo.Core.Errors;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Credentials;

namespace Orcheo.UnitTests.Credentials;

public sealed class CredentialVaultTests : VaultTest
{
    [Fact]
    public async Task What_was_stored_can_be_read_by_another_process_with_and_without_its_secret()
    {
        var created = await CreateAsync("s3cret", "GitHub");
        var other = NewParts().Vault;
        Assert.Equal(created, await other.GetAsync(Tenant, created.Value.Id, Cancel));
        var (credential, data) = (await other.RevealAsync(Tenant, created.Value.Id, Cancel))!.Value;
        Assert.Equal(created, credential);
        Assert.Equal("s3cret", data.GetProperty("token").GetString());
        var resolved = (await other.ResolveAsync(Tenant, created.Value.Id, Cancel))!;
        Assert.Equal((created.Value.Id, "bearer_token", """{"token":"s3cret"}"""), (resolved.Id, resolved.Type, resolved.Data.GetRawText()));
    }

    [Fact]
    public async Task The_secret_is_in_no_row_and_in_no_text()
    {
        var created = await CreateAsync("s3cret-in-no-row");
        foreach (var table in CredentialStore.Tables)
        {
            foreach (var partition in (string[])[Tenant, $"{Tenant}|{created.Value.Id}"])
            {
                var page = await Store.QueryAsync(table, partition, new TableQuery(), Cancel);
                Assert.All(page.Rows, row => Assert.DoesNotContain("s3cret", System.Text.Encoding.UTF8.GetString(row.Value.Span), StringComparison.Ordinal));
            }
        }

        Assert.DoesNotContain("s3cret", $"{created} {await Vault.ResolveAsync(Tenant, created.Value.Id, Cancel)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_nothing_where_nothing_was_stored()
    {
        var created = await CreateAsync();
        await IsNothingAsync("other", created.Value.Id);
        await IsNothingAsync(Tenant, "cred_01jdc0m3t8w5r4v9x2k7q6n1ab");
        await IsNothingAsync(Tenant, "nonsense/|");
    }

    [Fact]
    public async Task A_secret_in_the_place_of_another_is_refused()
    {
        var (mine, others) = (await StoredAsync((await CreateAsync("mine")).Value.Id), await StoredAsync((await CreateAsync("others")).Value.Id));
        await ForgeAsync(Tenant, mine with { Secret = others.Secret });
        await RefusesAsync(Tenant, mine.Id);
    }

    [Fact]
    public async Task An_older_secret_put_back_in_its_place_is_refused()
    {
        var created = await CreateAsync("old");
        var old = await StoredAsync(created.Value.Id);
        await Vault.UpdateAsync(Tenant, created.Value.Id, created.ETag, null, Token("new"), Cancel);
        Assert.Equal("new", await TokenOfAsync(created.Value.Id));
        await ForgeAsync(Tenant, await StoredAsync(created.Value.Id) with { Secret = old.Secret });
        await RefusesAsync(Tenant, created.Value.Id);
    }

    [Fact]
    public async Task A_row_copied_to_another_tenant_is_refused()
    {
        var stored = await StoredAsync((await CreateAsync()).Value.Id);
        await ForgeAsync("other", stored);
        await RefusesAsync("other", stored.Id);
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_the_tag()
    {
        var created = await CreateAsync("one", "Before");
        var before = await StoredAsync(created.Value.Id);
        Time.Advance(TimeSpan.FromMinutes(1));
        var renamed = (await Vault.UpdateAsync(Tenant, created.Value.Id, created.ETag, "After", null, Cancel))!.Value;
        Assert.Equal(("After", created.Value.CreatedAt, Time.GetUtcNow()), (renamed.Value.Name, renamed.Value.CreatedAt, renamed.Value.UpdatedAt));
        Assert.NotEqual(created.ETag, renamed.ETag);
        Assert.Equal(before.Secret, (await StoredAsync(created.Value.Id)).Secret);

        var rotated = (await Vault.UpdateAsync(Tenant, created.Value.Id, renamed.ETag, null, Token("two"), Cancel))!.Value;
        Assert.Equal("After", rotated.Value.Name);
        Assert.Equal("two", await TokenOfAsync(created.Value.Id));
        Assert.Null(await Vault.UpdateAsync(Tenant, created.Value.Id, renamed.ETag, "Stale", Token("three"), Cancel));
        Assert.False(await Vault.DeleteAsync(Tenant, created.Value.Id, renamed.ETag, Cancel));
        Assert.Equal("two", await TokenOfAsync(created.Value.Id));
    }

    [Fact]
    public async Task Of_many_updates_at_once_one_wins()
    {
        var created = await CreateAsync("start");
        var updates = await Task.WhenAll(Enumerable.Range(0, 16).Select(number =>
            Vault.UpdateAsync(Tenant, created.Value.Id, created.ETag, null, Token($"token-{number}"), Cancel)));
        var winner = Array.FindIndex(updates, update => update is not null);
        Assert.Single(updates, update => update is not null);
        Assert.Equal($"token-{winner}", await TokenOfAsync(created.Value.Id));
    }

    [Fact]
    public async Task A_rotation_does_not_change_the_tag()
    {
        var created = await CreateAsync("one");
        await Parts.Rotation.RunAsync(newKey: true, Cancel);
        Assert.Equal(created, await Vault.GetAsync(Tenant, created.Value.Id, Cancel));
        Assert.NotNull(await Vault.UpdateAsync(Tenant, created.Value.Id, created.ETag, null, Token("two"), Cancel));
    }

    [Fact]
    public async Task What_is_deleted_is_gone_with_its_use_and_its_place_in_the_list()
    {
        var created = await CreateAsync();
        await TokenOfAsync(created.Value.Id);
        await Parts.Use.LastWrite;
        Assert.True(await Vault.DeleteAsync(Tenant, created.Value.Id, created.ETag, Cancel));
        await IsNothingAsync(Tenant, created.Value.Id);
        Assert.Empty((await Store.QueryAsync("credentials", $"{Tenant}|{created.Value.Id}", new TableQuery(), Cancel)).Rows);
        Assert.Empty((await Store.QueryAsync("credentialindex", Tenant, new TableQuery(), Cancel)).Rows);
    }

    [Fact]
    public async Task The_list_is_newest_first_page_by_page()
    {
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            ids.Insert(0, (await CreateAsync(name: $"n{number}")).Value.Id);
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var first = await Vault.ListAsync(Tenant, null, new ListRequest { Limit = 3 }, Cancel);
        var second = await Vault.ListAsync(Tenant, null, new ListRequest { Limit = 3, Cursor = first.NextCursor }, Cancel);
        Assert.Equal(ids, first.Items.Concat(second.Items).Select(item => item.Id));
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task The_last_use_is_noted_behind_the_back_at_most_once_a_minute()
    {
        var created = await CreateAsync();
        Assert.Null((await Vault.GetAsync(Tenant, created.Value.Id, Cancel))!.Value.Value.LastUsedAt);
        var first = Time.GetUtcNow();
        await UseAsync(first);
        Time.Advance(TimeSpan.FromSeconds(59));
        await UseAsync(first);
        Time.Advance(TimeSpan.FromSeconds(1));
        await UseAsync(Time.GetUtcNow());
        Assert.Equal(created.ETag, (await Vault.GetAsync(Tenant, created.Value.Id, Cancel))!.Value.ETag);

        async Task UseAsync(DateTimeOffset expected)
        {
            await TokenOfAsync(created.Value.Id);
            await Parts.Use.LastWrite;
            Assert.Equal(expected, (await Vault.GetAsync(Tenant, created.Value.Id, Cancel))!.Value.Value.LastUsedAt);
            Assert.Equal(expected, (await Vault.ListAsync(Tenant, null, new ListRequest(), Cancel)).Items[0].LastUsedAt);
        }
    }

    [Fact]
    public async Task A_use_that_cannot_be_noted_disturbs_nobody()
    {
        var created = await CreateAsync();
        var broken = new CredentialUse(new CredentialStore(new InterceptedStore(Store, (_, _) => throw new StorageException("full"))), Time, NullLogger<CredentialUse>.Instance);
        broken.Note(Tenant, created.Value.Id);
        await broken.LastWrite;
    }

    [Fact]
    public async Task Without_secrets_the_first_one_makes_the_key_and_with_secrets_a_missing_key_is_never_replaced()
    {
        Assert.False(File.Exists(KeyFile));
        var created = await CreateAsync();
        Assert.True(File.Exists(KeyFile));
        var backup = await File.ReadAllBytesAsync(KeyFile, Cancel);
        File.Delete(KeyFile);
        var restarted = NewParts();
        foreach (var call in (Func<Task>[])[
            () => CreateAsync(vault: restarted.Vault),
            () => TokenOfAsync(created.Value.Id, restarted.Vault),
            () => restarted.Vault.UpdateAsync(Tenant, created.Value.Id, created.ETag, null, Token("x"), Cancel),
            () => restarted.Rotation.RunAsync(newKey: true, Cancel)])
        {
            var error = await Assert.ThrowsAsync<OrcheoException>(call);
            Assert.Equal(ErrorCodes.MasterKeyUnavailable, error.Code);
            Assert.Contains("backup", error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(KeyFile));
        Assert.Equal(created, await restarted.Vault.GetAsync(Tenant, created.Value.Id, Cancel));
        await File.WriteAllBytesAsync(KeyFile, backup, Cancel);
        Assert.Equal("s3cret-token", await TokenOfAsync(created.Value.Id, restarted.Vault));
        await restarted.Use.LastWrite;
    }

    [Fact]
    public async Task A_secret_that_a_rotation_has_passed_by_comes_under_the_new_key_by_itself()
    {
        await CreateAsync();
        var rotated = false;
        var slow = NewParts(new InterceptedStore(Store, async (table, inner) =>
        {
            // The secret is encrypted under the old key, and not yet in the list: a whole rotation goes by.
            if (table == "credentialindex" && !rotated)
            {
                rotated = true;
                await NewParts().Rotation.RunAsync(newKey: true, Cancel);
            }

            return await inner();
        }));
        var created = await CreateAsync("late", vault: slow.Vault);
        Assert.True(rotated);
        Assert.Equal((await Parts.Keys.FindCurrentAsync(Cancel))!.Id, (await StoredAsync(created.Value.Id)).Secret.KeyId);
        Assert.Equal("late", await TokenOfAsync(created.Value.Id));
    }

    private async Task IsNothingAsync(string tenant, string id)
    {
        Assert.Null(await Vault.ResolveAsync(tenant, id, Cancel));
        if (!id.Contains('/', StringComparison.Ordinal))
        {
            Assert.Null(await Vault.GetAsync(tenant, id, Cancel));
            Assert.Null(await Vault.RevealAsync(tenant, id, Cancel));
            Assert.Null(await Vault.UpdateAsync(tenant, id, $"{id}|1", "x", null, Cancel));
            Assert.False(await Vault.DeleteAsync(tenant, id, $"{id}|1", Cancel));
        }

        Assert.Empty(await Vault.TypesOfAsync(tenant, [id], Cancel));
    }

    private async Task RefusesAsync(string tenant, string id)
    {
        Assert.Equal(ErrorCodes.SecretDamaged, (await Assert.ThrowsAsync<OrcheoException>(() => Vault.ResolveAsync(tenant, id, Cancel))).Code);
        Assert.Equal(ErrorCodes.SecretDamaged, (await Assert.ThrowsAsync<OrcheoException>(() => Vault.RevealAsync(tenant, id, Cancel))).Code);
    }
}
