using System.Text;
using Orcheo.Core.Errors;
using Orcheo.Hosting.Credentials;

namespace Orcheo.UnitTests.Credentials;

public sealed class KeyVaultMasterKeysTests : VaultTest
{
    private const string Bound = "default|cred_1|1";

    private readonly FakeKeyVault _vault = new();

    [Fact]
    public async Task The_first_key_is_made_as_a_secret_and_its_id_is_the_version()
    {
        var keys = _vault.NewKeys();
        Assert.Null(await keys.FindCurrentAsync(Cancel));
        var key = await keys.CreateFirstAsync(Cancel);
        var (version, value) = Assert.Single(_vault.Versions);
        Assert.Equal((version, value), (key.Id, Convert.ToBase64String(key.Bytes.Span)));
        Assert.Equal(32, key.Bytes.Length);
        Assert.Equal(key.Id, (await _vault.NewKeys().CreateFirstAsync(Cancel)).Id);
    }

    [Fact]
    public async Task A_version_is_read_once()
    {
        var version = _vault.Set(Convert.ToBase64String(new byte[32]));
        var keys = _vault.NewKeys();
        await keys.GetAsync(version, Cancel);
        await keys.GetAsync(version, Cancel);
        Assert.Equal([$"GET /secrets/{KeyVaultMasterKeys.SecretName}/{version}"], _vault.Requests.Select(path => path.TrimEnd('/')));
    }

    [Fact]
    public async Task A_rotation_in_the_vault_counts_at_once_and_earlier_versions_stay_readable()
    {
        var mine = CipherOf(_vault.NewKeys());
        var old = await mine.EncryptAsync("old"u8.ToArray(), Bound, Cancel);
        var version = _vault.Set(Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()));
        var fresh = await mine.EncryptAsync("new"u8.ToArray(), Bound, Cancel);
        Assert.Equal(version, fresh.KeyId);
        var another = CipherOf(_vault.NewKeys());
        Assert.Equal("old", Encoding.UTF8.GetString(await another.DecryptAsync(old, Bound, Cancel)));
        Assert.Equal("new", Encoding.UTF8.GetString(await another.DecryptAsync(fresh, Bound, Cancel)));
        Assert.Equal(version, (await another.RewrapAsync(old, Bound, Cancel)).KeyId);
    }

    [Fact]
    public async Task Rotating_through_Orcheo_sets_a_version_and_drops_none()
    {
        var keys = _vault.NewKeys();
        var first = await keys.CreateFirstAsync(Cancel);
        var second = await keys.RotateAsync(Cancel);
        Assert.Equal([first.Id, second.Id], _vault.Versions.Select(version => version.Version));
        Assert.Empty(await keys.RetireAsync(new HashSet<string>(), Cancel));
        Assert.Equal(first.Bytes.ToArray(), (await _vault.NewKeys().GetAsync(first.Id, Cancel)).Bytes.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task In_an_outage_what_is_known_goes_on_being_used_and_what_is_not_is_told(int status)
    {
        var keys = _vault.NewKeys();
        var first = await keys.CreateFirstAsync(Cancel);
        var second = _vault.Set(Convert.ToBase64String(new byte[32]));
        _vault.Broken = status;
        Assert.Equal(first.Id, (await keys.FindCurrentAsync(Cancel))!.Id);
        Assert.Equal(first.Id, (await keys.GetAsync(first.Id, Cancel)).Id);
        await ExpectUnavailableAsync(() => keys.GetAsync(second, Cancel));
        await ExpectUnavailableAsync(() => keys.RotateAsync(Cancel));
        var started = _vault.NewKeys();
        await ExpectUnavailableAsync(() => started.FindCurrentAsync(Cancel));
        await ExpectUnavailableAsync(() => started.CreateFirstAsync(Cancel));
        _vault.Broken = null;
        Assert.Equal(second, (await keys.FindCurrentAsync(Cancel))!.Id);
        Assert.Equal(2, _vault.Versions.Count);
    }

    [Fact]
    public async Task A_refusal_is_no_outage_and_names_the_role()
    {
        var keys = _vault.NewKeys();
        await keys.CreateFirstAsync(Cancel);
        _vault.Broken = 403;
        Assert.Contains("Key Vault Secrets User", (await ExpectUnavailableAsync(() => keys.FindCurrentAsync(Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_gone_is_named()
    {
        _vault.Set(Convert.ToBase64String(new byte[32]));
        var error = await ExpectUnavailableAsync(() => _vault.NewKeys().GetAsync("0123456789abcdef0123456789abcdef", Cancel));
        Assert.Contains("0123456789abcdef0123456789abcdef", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-base64-but-secret")]
    [InlineData("c2hvcnQ=")]
    [InlineData("")]
    public async Task A_secret_that_is_no_key_is_refused_and_not_repeated(string value)
    {
        var version = _vault.Set(value);
        var error = await ExpectUnavailableAsync(() => _vault.NewKeys().FindCurrentAsync(Cancel));
        Assert.Contains(version, error.Message, StringComparison.Ordinal);
        Assert.True(value.Length == 0 || !error.ToString().Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_live_on_it_as_they_do_on_a_file()
    {
        var parts = new VaultParts(Store, _vault.NewKeys(), Time);
        var credential = await CreateAsync(vault: parts.Vault);
        var report = await new VaultParts(Store, _vault.NewKeys(), Time).Rotation.RunAsync(newKey: true, Cancel);
        Assert.Equal((1, _vault.Versions[1].Version), (report.Rewrapped, report.KeyId));
        Assert.Equal("s3cret-token", await TokenOfAsync(credential.Value.Id, parts.Vault));
        var set = _vault.Set(Convert.ToBase64String(Enumerable.Repeat((byte)9, 32).ToArray()));
        report = await parts.Rotation.RunAsync(newKey: false, Cancel);
        Assert.Equal((1, set), (report.Rewrapped, report.KeyId));
        Assert.Equal(set, (await StoredAsync(credential.Value.Id)).Secret.KeyId);
        Assert.Equal(3, _vault.Versions.Count);
        await parts.Use.LastWrite;
    }

    private static SecretCipher CipherOf(IMasterKeys keys) => new(new KeyRing(keys, []));

    private static async Task<OrcheoException> ExpectUnavailableAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<OrcheoException>(call);
        Assert.Equal(ErrorCodes.MasterKeyUnavailable, error.Code);
        return error;
    }
}
