using System.Text.Json;
using CsCheck;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Executions.Redaction;

namespace Orcheo.UnitTests.Hosting.Redaction;

public sealed class RedactorPropertyTests
{
    // As keys are made, and as people make passwords: quotes, percent signs, backslashes, plus signs, spaces, other scripts.
    private static readonly Gen<string> Secrets = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 4, 40],
        Gen.String[Gen.OneOf("ab01%+ \\\"/&=?#<>'\n\té€ñ".ToCharArray()), 4, 24],
        Gen.String[Gen.Char[' ', '~'], 4, 64],
        Gen.String[Gen.Char['À', 'ɏ'], 4, 16]).Where(IsUsable);

    private static readonly Gen<string> Texts = Gen.String[Gen.OneOf("abcXYZ 019{}[]:,.-_%+\\\"é".ToCharArray()), 0, 40];

    private static readonly Gen<string> Ways = Gen.OneOf(Embedding.All.Keys.ToArray());

    [Fact]
    public void A_secret_is_never_found_afterwards_however_it_is_written_and_wherever_it_stands() =>
        Gen.Select(Secrets, Texts, Texts, Ways, Texts, Texts).Sample((secret, innerBefore, innerAfter, way, before, after) =>
        {
            var text = WithoutOpenEscape(before) + Embedding.All[way](innerBefore + secret + innerAfter) + after;
            var redacted = Redact(secret).Redact(text);

            Assert.False(Embedding.Shows(redacted, secret.Trim()), $"{way}: {text} -> {redacted}");
        }, iter: 3000);

    [Fact]
    public void Nor_in_values_nested_in_strings_nor_as_a_member_name() =>
        Gen.Select(Secrets, Texts, Ways, Gen.Int[0, 3]).Sample((secret, other, way, nesting) =>
        {
            var written = WithoutOpenEscape(other) + Embedding.All[way](secret);
            var value = JsonSerializer.SerializeToElement(new Dictionary<string, object> { [written] = new object[] { 1, written, new { deep = written } } });
            for (var level = 0; level < nesting; level++)
            {
                value = JsonSerializer.SerializeToElement(new { json = value.GetRawText(), more = new[] { other } });
            }

            // Each level is one more escaping; what is looked at is what the outermost reader gets.
            Assert.All(Strings(Redact(secret).Redact(value)), text => Assert.False(
                nesting + (way.Contains(" in ", StringComparison.Ordinal) ? 2 : 1) <= 4 && Embedding.Shows(text, secret.Trim()), $"{way}, {nesting}: {text}"));
        }, iter: 1000);

    [Fact]
    public void A_text_without_secrets_comes_back_as_the_same_instance() =>
        Gen.Select(Gen.String[Gen.OneOf("QZ#~^|".ToCharArray()), 8, 20], Gen.String[Gen.OneOf("ab 1%\\+n\"u0".ToCharArray()), 0, 200]).Sample((secret, text) =>
        {
            Assert.Same(text, Redact(secret).Redact(text));
            var value = JsonSerializer.SerializeToElement(new { text, n = 1.50, nested = new object?[] { null, true, text } });
            Assert.Equal(value.GetRawText(), Redact(secret).Redact(value).GetRawText());
        }, iter: 500);

    [Fact]
    public void Of_several_secrets_that_overlap_none_is_left() =>
        Gen.Select(Gen.String[Gen.OneOf("ab".ToCharArray()), 4, 8].Array[1, 5], Gen.String[Gen.OneOf("abc".ToCharArray()), 0, 60]).Sample((secrets, text) =>
        {
            var redactor = Redactor.For([Generic(secrets)]);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, redactor.Redact(text), StringComparison.Ordinal));
        }, iter: 2000);

    [Fact]
    public void Of_a_cut_text_the_end_holds_no_beginning_of_a_secret() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 12, 40], Texts, Ways, Gen.Int[5, 60]).Sample((secret, before, way, length) =>
        {
            // What is written before ends with a character that no secret here has, lest it take part in one.
            var text = before + "~" + Embedding.All[way](secret);
            text = text[..Math.Min(text.Length, before.Length + 1 + length)];
            var redacted = Redact(secret).Redact(text, cut: true);

            Assert.False(Embedding.Shows(redacted, secret[..8]), $"{way}: {text} -> {redacted}");
        }, iter: 2000);

    /// <summary>A backslash, or a percent sign with one digit, would make what follows it an escape: then the secret is not what is written.</summary>
    private static string WithoutOpenEscape(string text)
    {
        while (text is [.., '\\'] or [.., '%'] || (text is [.., '%', var digit] && char.IsAsciiHexDigit(digit)))
        {
            text = text[..^1];
        }

        return text;
    }

    private static IRedactor Redact(string secret) => Redactor.For([new NodeCredential("cred_1", "bearer_token", JsonSerializer.SerializeToElement(new { token = secret }))]);

    private static NodeCredential Generic(string[] secrets) => new("cred_1", "generic", JsonSerializer.SerializeToElement(new { secrets }));

    // Long enough once trimmed, and none of what the mask is made of.
    private static bool IsUsable(string secret) =>
        secret.Trim().Length >= SecretForms.MinLength && !Redactor.Mask.Contains(secret.Trim(), StringComparison.Ordinal);

    private static IEnumerable<string> Strings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Strings(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };
}
