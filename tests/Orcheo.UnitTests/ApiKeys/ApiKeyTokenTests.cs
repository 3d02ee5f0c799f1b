using System.Security.Cryptography;
using System.Text;
using Orcheo.Core.ApiKeys;

namespace Orcheo.UnitTests.ApiKeys;

public sealed class ApiKeyTokenTests
{
    [Fact]
    public void A_token_is_its_prefix_and_a_long_secret()
    {
        var (token, prefix) = ApiKeyToken.New();
        Assert.Matches("^orc_[a-z0-9]{8}_[a-z0-9]{40}$", token);
        Assert.Equal(token[..12], prefix);
        Assert.Equal(prefix, ApiKeyToken.PrefixOf(token));
    }

    [Fact]
    public void No_two_tokens_are_alike()
    {
        var tokens = Enumerable.Range(0, 1000).Select(_ => ApiKeyToken.New()).ToList();
        Assert.Equal(1000, tokens.Select(token => token.Token[13..]).Distinct().Count());
        Assert.Equal(1000, tokens.Select(token => token.Prefix).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("orc_")]
    [InlineData("orc_abcdefgh")]
    [InlineData("orc_abcdefgh_")]
    [InlineData("orc_abcdefg_secret")]
    [InlineData("orc_abcdefghi_secret")]
    [InlineData("ORC_abcdefgh_secret")]
    [InlineData("orc_ABCDEFGH_secret")]
    [InlineData("orc_abcd/fgh_secret")]
    [InlineData("orc_abcd|fgh_secret")]
    [InlineData("orc_äbcdefgh_secret")]
    [InlineData("xorc_abcdefgh_secret")]
    public void What_does_not_look_like_a_token_has_no_prefix(string token) => Assert.Null(ApiKeyToken.PrefixOf(token));

    [Theory]
    [InlineData("orc_abcdefgh_secret")]
    [InlineData("käse")]
    [InlineData("")]
    public void The_hash_is_the_SHA256_of_the_whole_token(string token) =>
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(token)), ApiKeyToken.Hash(token));

    [Fact]
    public void A_token_of_any_length_has_a_hash()
    {
        var token = new string('x', 100_000);
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(token)), ApiKeyToken.Hash(token));
    }
}
