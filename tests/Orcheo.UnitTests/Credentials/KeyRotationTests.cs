using System.Collections.Concurrent;
using Orcheo.Core.Credentials;
using Orcheo.Hosting.Credentials;

namespace Orcheo.UnitTests.Credentials;

public sealed class KeyRotationTests : VaultTest
{
    [Fact]
    public async Task Every_secret_comes_under_the_new_key_and_stays_readable()
    {
        var ids = await CreateManyAsync(30);
        var old = (await StoredAsync(ids[0])).Secret.KeyId;
        var report = await Parts.Rotation.RunAsync(newKey: true, Cancel);
        Assert.Equal((30, 0, 0), (report.Rewrapped, report.Failed.Count, report.Retired.Count));
        Assert.NotEqual(old, report.KeyId);
        await AllUnderAsync(report.KeyId, ids);

        // The key before the last stays until the next rotation, which drops it.
        Assert.Equal(old, (await NewParts().Keys.GetAsync(old, Cancel)).Id);
        report = await NewParts().Rotation.RunAsync(newKey: true, Cancel);
        Assert.Equal([old], report.Retired);
        await AllUnderAsync(report.KeyId, ids);
    }

    [Fact]
    public async Task Without_secrets_there_is_just_a_new_key()
    {
        var report = await Parts.Rotation.RunAsync(newKey: true, Cancel);
        Assert.Equal(0, report.Rewrapped);
        Assert.Equal(report.KeyId, (await Parts.Keys.FindCurrentAsync(Cancel))!.Id);
    }

    [Fact]
    public async Task A_damaged_secret_is_named_keeps_its_key_and_stops_nothing()
    {
        var ids = await CreateManyAsync(5);
        var damaged = await StoredAsync(ids[2]);
        await ForgeAsync(Tenant, damaged with { SecretVersion = 7 });
        for (var round = 0; round < 3; round++)
        {
            var report = await Parts.Rotation.RunAsync(newKey: true, Cancel);
            Assert.Equal(ids[2], Assert.Single(report.Failed).Id);
            Assert.Equal(4, report.Rewrapped);
            Assert.DoesNotContain(damaged.Secret.KeyId, report.Retired);
        }

        await ForgeAsync(Tenant, damaged);
        Assert.Equal("token-2", await TokenOfAsync(ids[2], NewParts().Vault));
    }

    [Fact]
    public async Task Stopped_anywhere_and_repeated_it_loses_nothing()
    {
        var ids = await CreateManyAsync(40);
        foreach (var stopAfter in (int[])[0, 1, 17, 39])
        {
            using var stop = new CancellationTokenSource();
            var written = 0;
            var parts = NewParts(new InterceptedStore(Store, async (_, write) =>
            {
                if (written++ == stopAfter)
                {
                    await stop.CancelAsync();
                }

                stop.Token.ThrowIfCancellationRequested();
                return await write();
            }));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parts.Rotation.RunAsync(newKey: true, stop.Token));
            foreach (var (id, number) in ids.Select((id, number) => (id, number)))
            {
                Assert.Equal($"token-{number}", await TokenOfAsync(id, NewParts().Vault));
            }
        }

        var report = await NewParts().Rotation.RunAsync(newKey: true, Cancel);
        await AllUnderAsync(report.KeyId, ids);
        Assert.Equal(report.KeyId, (await NewParts().Rotation.RunAsync(newKey: false, Cancel)).KeyId);
    }

    [Fact]
    public async Task Under_a_load_of_creates_updates_deletes_and_reads_nothing_is_lost_and_nothing_stays_under_an_old_key()
    {
        var expected = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in await CreateManyAsync(20))
        {
            expected[id] = await TokenOfAsync(id);
        }

        using var done = new CancellationTokenSource();
        var vaults = new[] { NewParts(), NewParts() };
        var load = Enumerable.Range(0, 4).Select(worker => Task.Run(() => LoadAsync(vaults[worker % 2].Vault, worker, expected, done.Token), Cancel)).ToList();
        KeyRotationReport report = null!;
        for (var round = 0; round < 5; round++)
        {
            report = await NewParts().Rotation.RunAsync(newKey: true, Cancel);
            Assert.Empty(report.Failed);
        }

        await done.CancelAsync();
        var operations = await Task.WhenAll(load);
        Assert.All(operations, count => Assert.True(count > 0));
        await AllUnderAsync(report.KeyId, [.. expected.Keys]);
        foreach (var (id, token) in expected)
        {
            Assert.Equal(token, await TokenOfAsync(id));
        }

        var listed = await NewParts().Credentials.ReadAllAsync(Tenant, Cancel).CountAsync(Cancel);
        Assert.Equal(expected.Count, listed);
        await Task.WhenAll(vaults.Select(parts => parts.Use.LastWrite));
    }

    /// <summary>Each worker changes only what it has made, so that it knows what must be there.</summary>
    private static async Task<int> LoadAsync(CredentialVault vault, int worker, ConcurrentDictionary<string, string> expected, CancellationToken done)
    {
        var mine = new List<string>();
        var count = 0;
        while (!done.IsCancellationRequested || count == 0)
        {
            var token = $"load-{worker}-{count++}";
            var created = await vault.CreateAsync(Tenant, "load", CredentialTypes.BearerToken, Token(token), Cancel);
            Assert.True(expected.TryAdd(created.Value.Id, token));
            mine.Add(created.Value.Id);
            var id = mine[count * 7 % mine.Count];
            var current = (await vault.GetAsync(Tenant, id, Cancel))!.Value;
            if (count % 3 == 0)
            {
                Assert.True(await vault.DeleteAsync(Tenant, id, current.ETag, Cancel));
                Assert.True(expected.TryRemove(id, out _) && mine.Remove(id));
                continue;
            }

            var changed = $"{token}-changed";
            Assert.NotNull(await vault.UpdateAsync(Tenant, id, current.ETag, null, Token(changed), Cancel));
            expected[id] = changed;
            Assert.Equal(changed, (await vault.ResolveAsync(Tenant, id, Cancel))!.Data.GetProperty("token").GetString());
        }

        return count;
    }

    private async Task<List<string>> CreateManyAsync(int count)
    {
        var ids = new List<string>();
        for (var number = 0; number < count; number++)
        {
            ids.Add((await CreateAsync($"token-{number}")).Value.Id);
        }

        return ids;
    }

    private async Task AllUnderAsync(string keyId, IReadOnlyCollection<string> ids)
    {
        foreach (var id in ids)
        {
            Assert.Equal(keyId, (await StoredAsync(id)).Secret.KeyId);
        }
    }
}
