using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Executions.Redaction;

namespace Orcheo.UnitTests.Hosting.Redaction;

public sealed class RedactorTests
{
    private const string Secret = "s3cr3t/+\"%& key";

    private static readonly IRedactor Redacts = Of("bearer_token", new { token = Secret });

    public static TheoryData<string> Ways => [.. Embedding.All.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_secret_is_replaced_in_every_form_at_every_place(string way)
    {
        // Base64 looks different by the place modulo 3.
        foreach (var before in new[] { "", "x", "xy", "xyz" })
        {
            var text = "<" + Embedding.All[way](before + Secret + "!") + ">";
            Assert.True(Embedding.Shows(text, Secret), $"The test would not see it in {text}");
            var redacted = Redacts.Redact(text);

            Assert.False(Embedding.Shows(redacted, Secret), redacted);
            Assert.Contains(Redactor.Mask, redacted, StringComparison.Ordinal);
            Assert.StartsWith("<", redacted, StringComparison.Ordinal);
            Assert.EndsWith(">", redacted, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("token s3cr3t/+\"%& key!", "token [redacted]!")]
    [InlineData("s3cr3t/+\\\"%& key", "[redacted]")]
    [InlineData("a=s3cr3t%2F%2B%22%25%26+key&b=1", "a=[redacted]&b=1")]
    [InlineData("a=s3cr3t%2f%2b%22%25%26%20key&b=1", "a=[redacted]&b=1")]
    [InlineData("{\\\"a\\\":\\\"s3cr3t\\/+\\\\\\\"%& key\\\"}", "{\\\"a\\\":\\\"[redacted]\\\"}")]
    [InlineData("s3cr3t/+\"%& keys3cr3t/+\"%& key", "[redacted]")]
    [InlineData("s3cr3t/+\"%& kez", "s3cr3t/+\"%& kez")]
    public void What_stands_around_a_secret_stays(string text, string redacted) => Assert.Equal(redacted, Redacts.Redact(text));

    [Fact]
    public void Strings_names_and_numbers_are_redacted_and_the_rest_stays()
    {
        var redactor = Of("generic", new { pin = 123456, nested = new { words = new[] { "first-word", "second-word" } } });
        var value = JsonElement.Parse("""{"first-word":{"a":[1,"x",null,true,123456,0.5]},"second-word":"the first-word","n":9123456}""");

        Assert.Equal(
            """{"[redacted]":{"a":[1,"x",null,true,"[redacted]",0.5]},"[redacted] 2":"the [redacted]","n":"9[redacted]"}""",
            redactor.Redact(value).GetRawText());
    }

    [Theory]
    [InlineData("api_key", """{"in":"header","name":"X-Api-Key","value":"the-value"}""", "the-value X-Api-Key header", "[redacted] X-Api-Key header")]
    [InlineData("basic_auth", """{"username":"someone","password":"the-password"}""", "someone the-password", "someone [redacted]")]
    [InlineData("basic_auth", """{"username":"someone","password":"the-password"}""", "Basic c29tZW9uZTp0aGUtcGFzc3dvcmQ=", "Basic [redacted]")]
    [InlineData("basic_auth", """{"username":"someone","password":"abc"}""", "Basic c29tZW9uZTphYmM=", "Basic [redacted]")]
    [InlineData("hmac_secret", """{"secret":"the-secret"}""", "the-secret", "[redacted]")]
    [InlineData("openai", """{"api_key":"sk-abcdef","base_url":"https://x.test/v1","organization":"org-1"}""", "sk-abcdef https://x.test/v1 org-1", "[redacted] https://x.test/v1 org-1")]
    [InlineData("generic", """{"a":{"b":["deep-value"]}}""", "deep-value", "[redacted]")]
    [InlineData("bearer_token", """{"token":"  spaces around  "}""", "spaces around", "[redacted]")]
    [InlineData("bearer_token", """{"token":"abc"}""", "abc", "abc")]
    public void Of_each_type_the_secret_values_are_redacted(string type, string data, string text, string redacted) =>
        Assert.Equal(redacted, Redactor.For([new NodeCredential("cred_1", type, JsonElement.Parse(data))]).Redact(text));

    [Fact]
    public void The_basic_pair_is_found_in_Base64_of_the_whole_header_too()
    {
        var redactor = Of("basic_auth", new { username = "u", password = "pässwörd" });
        var header = "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("u:pässwörd"));

        Assert.False(Embedding.Shows(redactor.Redact(Convert.ToBase64String(Encoding.UTF8.GetBytes(header))), "pässwörd"));
    }

    [Theory]
    [InlineData("redacted")]
    [InlineData("[red")]
    [InlineData("acted]")]
    [InlineData("[redacted][redacted]")]
    public void A_secret_that_the_mask_is_made_of_is_not_shown_by_it(string secret)
    {
        Assert.DoesNotContain(secret, Of("bearer_token", new { token = secret }).Redact($"a {secret} b {secret}{secret}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_credential_nothing_is_looked_for() =>
        Assert.Same(NoRedaction.Instance, Redactor.For([new NodeCredential("cred_1", "bearer_token", JsonElement.Parse("""{"token":"abc"}"""))]));

    [Fact]
    public void Nothing_is_allocated_when_there_is_no_secret()
    {
        var text = string.Concat(Enumerable.Repeat("{\"plain\": \"text of a usual answer, 100 % \\\"fine\\\"\"} ", 200));
        var value = JsonSerializer.SerializeToElement(new { text, items = Enumerable.Range(0, 50) });
        var usual = 0L;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Redacts.Redact(text);
            Redacts.Redact(value);
            usual = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, usual);
    }

    [Fact]
    public void A_hostile_text_is_searched_in_a_time_that_holds_nobody_up()
    {
        var hostile = string.Concat(Enumerable.Repeat("\\\\%25%5c\\u005c+s3cr3t", 50_000));
        var watch = Stopwatch.StartNew();
        Assert.Same(hostile, Redacts.Redact(hostile));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed} for {hostile.Length} characters");
    }

    private static IRedactor Of(string type, object data) => Redactor.For([new NodeCredential("cred_1", type, JsonSerializer.SerializeToElement(data))]);
}
