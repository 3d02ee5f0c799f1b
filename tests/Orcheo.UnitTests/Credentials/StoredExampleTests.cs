using System.Text.Json;
using Orcheo.Core.Storage;
using Orcheo.UnitTests.Architecture;

namespace Orcheo.UnitTests.Credentials;

/// <summary>
/// What was stored once must be readable for ever. The example was made by another implementation of the format (docs/adr/0013), so that
/// the two check one another.
/// </summary>
public sealed class StoredExampleTests : VaultTest
{
    [Fact]
    public async Task The_example_of_format_1_is_read()
    {
        var example = JsonElement.Parse(Repository.Read("tests/Orcheo.UnitTests/Credentials/Examples/stored-credential-v1.json"));
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        await File.WriteAllTextAsync(KeyFile, example.GetProperty("key_file").GetRawText(), Cancel);
        var row = example.GetProperty("row");
        var id = row.GetProperty("id").GetString()!;
        await Store.WriteAsync(
            "credentials", $"{Tenant}|{id}", [TableWrite.Insert("credential", Bytes(row)), TableWrite.Insert("used", Bytes(example.GetProperty("used_row")))], Cancel);
        await Store.WriteAsync("credentialindex", Tenant, [NewestFirstIndex.Entry(id)], Cancel);

        var (credential, data) = (await Vault.RevealAsync(Tenant, id, Cancel))!.Value;
        Assert.True(JsonElement.DeepEquals(example.GetProperty("data"), data));
        Assert.Equal(
            ("Golden", "basic_auth", $"{id}|5", new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero)),
            (credential.Value.Name, credential.Value.Type, credential.ETag, credential.Value.LastUsedAt));

        Assert.Equal(1, (await Parts.Rotation.RunAsync(newKey: true, Cancel)).Rewrapped);
        Assert.True(JsonElement.DeepEquals(example.GetProperty("data"), (await Vault.RevealAsync(Tenant, id, Cancel))!.Value.Data));
    }

    private static byte[] Bytes(JsonElement json) => System.Text.Encoding.UTF8.GetBytes(json.GetRawText());
}
