using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Orcheo.Core.Triggers.Webhooks.Signatures;

namespace Orcheo.UnitTests.Triggers.Webhooks;

/// <summary>Published vectors first, then what must not pass.</summary>
public sealed class WebhookVerifierTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    /// <summary>The example of the Standard Webhooks specification's libraries.</summary>
    private const string StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void The_standard_vector_passes()
    {
        var verdict = WebhookVerifier.Verify(
            Scheme("standard"),
            [StandardSecret],
            Delivery(
                """{"test": 2432232314}""",
                ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                ("webhook-timestamp", "1614265330"),
                ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")),
            DateTimeOffset.FromUnixTimeSeconds(1_614_265_330));

        Assert.Equal(WebhookVerdict.Accepted("msg_p5jXN8AQM9LWM0D4loKWxJek"), verdict);
    }

    [Fact]
    public void The_vector_in_GitHubs_documentation_passes()
    {
        var verdict = WebhookVerifier.Verify(
            Scheme("github"),
            ["It's a Secret to Everybody"],
            Delivery(
                "Hello, World!",
                ("x-hub-signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
                ("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")),
            Now);

        Assert.Equal(WebhookVerdict.Accepted("72d3162e-cc78-11e3-81ab-4c9367dc0958"), verdict);
    }

    [Fact]
    public void The_vector_in_Slacks_documentation_passes()
    {
        const string body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
            + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
            + "96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        const string signature = "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        var delivery = Delivery(body, ("x-slack-request-timestamp", "1531420618"), ("x-slack-signature", "v0=" + signature));

        var verdict = WebhookVerifier.Verify(Scheme("slack"), ["8f742231b10e8888abcd99yyyzzz85a5"], delivery, DateTimeOffset.FromUnixTimeSeconds(1_531_420_618));

        Assert.Equal(WebhookVerdict.Accepted(signature), verdict);
    }

    [Fact]
    public void Stripes_documented_form_passes_with_the_right_signature_among_several()
    {
        const string body = """{"id":"evt_1NG8Du2eZvKYlo2CUI79vXWy","object":"event"}""";
        var time = Now.ToUnixTimeSeconds();
        var right = Hex("whsec_test_secret", $"{time}.{body}");
        var delivery = Delivery(body, ("stripe-signature", $"t={time},v1={new string('0', 64)},v1={right},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39"));

        Assert.Equal(WebhookVerdict.Accepted("evt_1NG8Du2eZvKYlo2CUI79vXWy"), WebhookVerifier.Verify(Scheme("stripe"), ["whsec_test_secret"], delivery, Now));
    }

    public static TheoryData<string> SchemeNames => [.. WebhookSchemes.Names];

    [Theory]
    [MemberData(nameof(SchemeNames))]
    public void What_a_scheme_makes_it_verifies_and_nothing_else(string name)
    {
        var scheme = Scheme(name);
        var body = Gen.Byte.Array[0, 200];
        Gen.Select(body, Gen.Int[-300, 300], Gen.Int[0, int.MaxValue]).Sample((bytes, age, place) =>
        {
            var secret = scheme.NewSecret();
            var signed = Sign(name, secret, bytes, Now.AddSeconds(age));

            Assert.Null(WebhookVerifier.Verify(scheme, [scheme.NewSecret(), secret], signed, Now).Rejection);
            Assert.Equal(WebhookRejection.BadSignature, WebhookVerifier.Verify(scheme, [scheme.NewSecret()], signed, Now).Rejection);
            Assert.Equal(WebhookRejection.BadSignature, WebhookVerifier.Verify(scheme, [], signed, Now).Rejection);

            byte[] tampered = [.. bytes, 0];
            Assert.Equal(WebhookRejection.BadSignature, WebhookVerifier.Verify(scheme, [secret], signed with { Body = tampered }, Now).Rejection);
            if (bytes.Length > 0)
            {
                var flipped = bytes.ToArray();
                flipped[place % bytes.Length] ^= 1;
                Assert.Equal(WebhookRejection.BadSignature, WebhookVerifier.Verify(scheme, [secret], signed with { Body = flipped }, Now).Rejection);
            }
        }, iter: 200);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("stripe")]
    [InlineData("slack")]
    public void A_time_outside_the_tolerance_is_stale(string name)
    {
        var scheme = Scheme(name);
        var secret = scheme.NewSecret();
        byte[] body = [1, 2, 3];

        Assert.Null(WebhookVerifier.Verify(scheme, [secret], Sign(name, secret, body, Now.AddSeconds(-300)), Now).Rejection);
        Assert.Equal(WebhookRejection.Stale, WebhookVerifier.Verify(scheme, [secret], Sign(name, secret, body, Now.AddSeconds(-301)), Now).Rejection);
        Assert.Equal(WebhookRejection.Stale, WebhookVerifier.Verify(scheme, [secret], Sign(name, secret, body, Now.AddSeconds(301)), Now).Rejection);
    }

    [Theory]
    [InlineData("standard", "webhook-id", "")]
    [InlineData("standard", "webhook-id", "a b")]
    [InlineData("standard", "webhook-timestamp", "-5")]
    [InlineData("standard", "webhook-timestamp", "99999999999999999999")]
    [InlineData("standard", "webhook-timestamp", "253402300800")]
    [InlineData("standard", "webhook-signature", "v1,####")]
    [InlineData("standard", "webhook-signature", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("github", "x-hub-signature-256", "sha1=757107ea0eb2509fc211221cce984b8a37570b6d")]
    [InlineData("github", "x-hub-signature-256", "sha256=75")]
    [InlineData("stripe", "stripe-signature", "t=,v1=")]
    [InlineData("stripe", "stripe-signature", "nonsense")]
    [InlineData("slack", "x-slack-signature", "v0=zz")]
    [InlineData("slack", "x-slack-request-timestamp", "soon")]
    public void A_signature_that_cannot_be_read_counts_as_none(string name, string header, string value)
    {
        var scheme = Scheme(name);
        var secret = scheme.NewSecret();
        var signed = Sign(name, secret, [1], Now);
        var broken = signed with { Header = wanted => wanted == header ? value : signed.Header(wanted) };

        Assert.Equal(WebhookRejection.Unsigned, WebhookVerifier.Verify(scheme, [secret], broken, Now).Rejection);
        Assert.Equal(WebhookRejection.Unsigned, WebhookVerifier.Verify(scheme, [secret], new SignedDelivery(_ => null, signed.Body), Now).Rejection);
    }

    [Fact]
    public void A_token_passes_by_either_header_and_only_if_it_is_right()
    {
        Assert.Null(WebhookVerifier.VerifyToken(["secret"], Delivery("", ("authorization", "Bearer secret"))).Rejection);
        Assert.Null(WebhookVerifier.VerifyToken(["other", "secret"], Delivery("", ("x-webhook-token", "secret"))).Rejection);
        Assert.Equal(WebhookRejection.BadSignature, WebhookVerifier.VerifyToken(["secret"], Delivery("", ("x-webhook-token", "Secret"))).Rejection);
        Assert.Equal(WebhookRejection.Unsigned, WebhookVerifier.VerifyToken(["secret"], Delivery("", ("authorization", "Basic secret"))).Rejection);
        Assert.Equal(WebhookRejection.Unsigned, WebhookVerifier.VerifyToken(["secret"], Delivery("")).Rejection);
    }

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_secret_that_is_none_of_the_standard_is_refused(string secret) => Assert.False(Scheme("standard").TryReadKey(secret, out _));

    private static IWebhookScheme Scheme(string name) => WebhookSchemes.Find(name)!;

    private static SignedDelivery Sign(string scheme, string secret, byte[] body, DateTimeOffset at)
    {
        var time = at.ToUnixTimeSeconds();
        Assert.True(Scheme(scheme).TryReadKey(secret, out var key));
        byte[] Hash(string prefix) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(prefix).Concat(body).ToArray());
        (string, string)[] headers = scheme switch
        {
            "standard" => [("webhook-id", "msg_1"), ("webhook-timestamp", $"{time}"), ("webhook-signature", "v2,abc v1," + Convert.ToBase64String(Hash($"msg_1.{time}.")))],
            "github" => [("x-hub-signature-256", "sha256=" + Convert.ToHexStringLower(Hash("")))],
            "stripe" => [("stripe-signature", $"t={time}, v1={Convert.ToHexStringLower(Hash($"{time}."))}")],
            _ => [("x-slack-request-timestamp", $"{time}"), ("x-slack-signature", "v0=" + Convert.ToHexStringLower(Hash($"v0:{time}:")))],
        };
        return new SignedDelivery(name => headers.FirstOrDefault(header => header.Item1 == name).Item2, body);
    }

    private static string Hex(string key, string content) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(content)));

    private static SignedDelivery Delivery(string body, params (string Name, string Value)[] headers) =>
        new(name => headers.FirstOrDefault(header => header.Name == name).Value, Encoding.UTF8.GetBytes(body));
}
