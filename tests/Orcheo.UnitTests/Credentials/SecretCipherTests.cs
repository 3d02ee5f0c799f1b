using System.Text;
using Orcheo.Core.Credentials;
using Orcheo.Core.Errors;

namespace Orcheo.UnitTests.Credentials;

public sealed class SecretCipherTests : VaultTest
{
    private const string Bound = "default|cred_1|1";

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("""{"token":"s3cret"}""");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public async Task A_secret_comes_back_as_it_was(int length)
    {
        var secret = Enumerable.Range(0, length).Select(number => (byte)(number * 31)).ToArray();
        var envelope = await Parts.Cipher.EncryptAsync(secret, Bound, Cancel);
        Assert.Equal(secret, await NewParts().Cipher.DecryptAsync(envelope, Bound, Cancel));
    }

    [Fact]
    public async Task The_same_secret_is_never_encrypted_to_the_same()
    {
        var first = await EncryptAsync();
        var second = await EncryptAsync();
        Assert.Equal(first.KeyId, second.KeyId);
        Assert.NotEqual(first.Ciphertext, second.Ciphertext);
        Assert.NotEqual(first.WrappedKey, second.WrappedKey);
        Assert.DoesNotContain(Convert.ToBase64String(Secret), first.Ciphertext, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other|cred_1|1")]
    [InlineData("default|cred_2|1")]
    [InlineData("default|cred_1|2")]
    [InlineData("default|cred_1|")]
    [InlineData("default|cred_1|11")]
    public async Task It_is_bound_to_tenant_id_and_version(string elsewhere)
    {
        var envelope = await EncryptAsync();
        await RefusesAsync(envelope, elsewhere);
        await Assert.ThrowsAsync<OrcheoException>(async () =>
        {
            await Parts.Keys.RotateAsync(Cancel);
            await Parts.Cipher.RewrapAsync(envelope, elsewhere, Cancel);
        });
    }

    [Fact]
    public async Task No_part_of_an_envelope_stands_in_for_one_of_another()
    {
        var mine = await EncryptAsync();
        var others = await Parts.Cipher.EncryptAsync(Secret, "default|cred_2|1", Cancel);
        await RefusesAsync(mine with { Ciphertext = others.Ciphertext }, Bound);
        await RefusesAsync(mine with { WrappedKey = others.WrappedKey }, Bound);
        await RefusesAsync(mine with { WrappedKey = mine.Ciphertext }, Bound);
        await RefusesAsync(mine with { Ciphertext = mine.WrappedKey }, Bound);
        await RefusesAsync(others, Bound);
    }

    [Fact]
    public async Task Any_changed_byte_is_noticed()
    {
        var envelope = await EncryptAsync();
        foreach (var changed in Changes(envelope.Ciphertext))
        {
            await RefusesAsync(envelope with { Ciphertext = changed }, Bound);
        }

        foreach (var changed in Changes(envelope.WrappedKey))
        {
            await RefusesAsync(envelope with { WrappedKey = changed }, Bound);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64!")]
    [InlineData("AAAA")]
    public async Task What_is_no_ciphertext_at_all_is_refused_too(string text)
    {
        var envelope = await EncryptAsync();
        await RefusesAsync(envelope with { Ciphertext = text }, Bound);
        await RefusesAsync(envelope with { WrappedKey = text }, Bound);
    }

    [Fact]
    public async Task The_name_of_the_key_is_bound_too()
    {
        var envelope = await EncryptAsync();
        var next = await Parts.Keys.RotateAsync(Cancel);
        await RefusesAsync(envelope with { KeyId = next.Id }, Bound);
    }

    [Fact]
    public async Task A_format_of_the_future_is_refused()
    {
        var error = await RefusesAsync(await EncryptAsync() with { Format = 2 }, Bound);
        Assert.Contains("format 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewrapping_changes_the_key_and_leaves_the_secret_where_it_is()
    {
        var before = await EncryptAsync();
        Assert.Same(before, await Parts.Cipher.RewrapAsync(before, Bound, Cancel));
        var next = await Parts.Keys.RotateAsync(Cancel);
        var after = await Parts.Cipher.RewrapAsync(before, Bound, Cancel);
        Assert.Equal((next.Id, before.Ciphertext), (after.KeyId, after.Ciphertext));
        Assert.NotEqual(before.WrappedKey, after.WrappedKey);
        Assert.Equal(Secret, await Parts.Cipher.DecryptAsync(after, Bound, Cancel));
        Assert.Equal(Secret, await Parts.Cipher.DecryptAsync(before, Bound, Cancel));
    }

    private Task<SecretEnvelope> EncryptAsync() => Parts.Cipher.EncryptAsync(Secret, Bound, Cancel);

    private async Task<OrcheoException> RefusesAsync(SecretEnvelope envelope, string bound)
    {
        var error = await Assert.ThrowsAsync<OrcheoException>(() => Parts.Cipher.DecryptAsync(envelope, bound, Cancel));
        Assert.Equal(ErrorCodes.SecretDamaged, error.Code);
        return error;
    }

    private static IEnumerable<string> Changes(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        for (var index = 0; index < bytes.Length; index++)
        {
            var changed = bytes.ToArray();
            changed[index] ^= (byte)(1 << (index % 8));
            yield return Convert.ToBase64String(changed);
        }

        yield return Convert.ToBase64String(bytes[..^1]);
        yield return Convert.ToBase64String([.. bytes, 0]);
    }
}
