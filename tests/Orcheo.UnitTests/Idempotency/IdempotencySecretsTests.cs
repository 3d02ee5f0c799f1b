using System.Security.Cryptography;
using System.Text;
using Orcheo.Core.Idempotency;

namespace Orcheo.UnitTests.Idempotency;

public sealed class IdempotencySecretsTests
{
    private static readonly IdempotencySecrets Secrets = new("orc_token", "a-key");

    [Fact]
    public void What_was_sealed_opens_for_the_same_token_key_and_place_only()
    {
        var answer = Encoding.UTF8.GetBytes("""{"secret_once":"orc_abc"}""");
        var kept = Secrets.Seal(answer, "default|key_1|row");

        Assert.Equal(answer, new IdempotencySecrets("orc_token", "a-key").Open(kept, "default|key_1|row"));
        Assert.Throws<AuthenticationTagMismatchException>(() => new IdempotencySecrets("orc_other", "a-key").Open(kept, "default|key_1|row"));
        Assert.Throws<AuthenticationTagMismatchException>(() => new IdempotencySecrets("orc_token", "b-key").Open(kept, "default|key_1|row"));
        Assert.Throws<AuthenticationTagMismatchException>(() => Secrets.Open(kept, "default|key_2|row"));
    }

    [Fact]
    public void A_change_anywhere_in_what_was_sealed_is_found()
    {
        var kept = Secrets.Seal([1, 2, 3], "place");
        for (var i = 0; i < kept.Length; i++)
        {
            var changed = (byte[])kept.Clone();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => Secrets.Open(changed, "place"));
        }

        Assert.Throws<CryptographicException>(() => Secrets.Open(kept[..40], "place"));
        Assert.Throws<CryptographicException>(() => Secrets.Open([], "place"));
    }

    [Fact]
    public void Nothing_of_the_answer_is_readable_and_no_two_sealings_are_alike()
    {
        var answer = Encoding.ASCII.GetBytes(new string('s', 64));
        var one = Secrets.Seal(answer, "place");
        Assert.DoesNotContain("ssss", Encoding.Latin1.GetString(one), StringComparison.Ordinal);
        Assert.NotEqual(one, Secrets.Seal(answer, "place"));
        Assert.Empty(Secrets.Open(Secrets.Seal([], "place"), "place"));
    }

    [Fact]
    public void A_fingerprint_tells_every_part_of_a_request_and_cannot_be_made_without_the_token()
    {
        string[] prints =
        [
            Print(Secrets, "POST", "/api/workflows", "", "{}"),
            Print(Secrets, "PUT", "/api/workflows", "", "{}"),
            Print(Secrets, "POST", "/api/workflow", "s", "{}"),
            Print(Secrets, "POST", "/api/workflows", "?a=1", "{}"),
            Print(Secrets, "POST", "/api/workflows", "", "{ }"),
            Print(new IdempotencySecrets("orc_other", "a-key"), "POST", "/api/workflows", "", "{}"),
            Print(new IdempotencySecrets("orc_token", "b-key"), "POST", "/api/workflows", "", "{}"),
        ];
        Assert.Equal(prints.Length, prints.Distinct().Count());
        Assert.Equal(prints[0], Print(new IdempotencySecrets("orc_token", "a-key"), "POST", "/api/workflows", "", "{}"));
    }

    [Fact]
    public void Rows_differ_by_token_and_key_however_the_two_are_divided()
    {
        string[] rows = [Secrets.Row, new IdempotencySecrets("orc_tokena", "-key").Row, new IdempotencySecrets("orc_token", "a-keyb").Row, new IdempotencySecrets("", "orc_tokena-key").Row];
        Assert.Equal(rows.Length, rows.Distinct().Count());
    }

    private static string Print(IdempotencySecrets secrets, string method, string path, string query, string body) =>
        secrets.Fingerprint(method, path, query, Encoding.UTF8.GetBytes(body));
}
