using Microsoft.Extensions.Time.Testing;
using Orcheo.Hosting.Live.Local;
using Orcheo.Hosting.Options;

namespace Orcheo.UnitTests.Hosting.Live;

public sealed class StreamTokensTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_token_is_for_one_execution_for_an_hour()
    {
        var tokens = Tokens("a-bootstrap-key-of-a-test");
        var token = tokens.Issue("default", "exe_1");

        var ticket = tokens.Read(token)!;
        Assert.Equal(("default", "exe_1"), (ticket.Tenant, ticket.ExecutionId));
        Assert.Equal(("default", "exe_1"), StreamUser.Watches(StreamUser.Of(ticket)));
        _time.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(tokens.Read(token));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(tokens.Read(token));
    }

    [Fact]
    public void It_outlives_the_process_and_dies_with_the_bootstrap_key()
    {
        var token = Tokens("a-bootstrap-key-of-a-test").Issue("default", "exe_1");

        Assert.NotNull(Tokens("a-bootstrap-key-of-a-test").Read(token));
        Assert.Null(Tokens("another-bootstrap-key-of-it").Read(token));
        Assert.Null(Tokens(null).Read(token));
    }

    [Fact]
    public void Without_a_bootstrap_key_it_is_of_this_process()
    {
        var tokens = Tokens(null);
        var token = tokens.Issue("default", "exe_1");

        Assert.NotNull(tokens.Read(token));
        Assert.Null(Tokens(null).Read(token));
    }

    [Fact]
    public void Not_a_character_of_it_can_be_changed()
    {
        var tokens = Tokens("a-bootstrap-key-of-a-test");
        var token = tokens.Issue("default", "exe_1");
        for (var index = 0; index < token.Length; index++)
        {
            var changed = token[..index] + (token[index] == 'A' ? 'B' : 'A') + token[(index + 1)..];

            // The last character of a signature has bits that mean nothing; those may differ, not the signature.
            Assert.True(index == token.Length - 1 || tokens.Read(changed) is null, changed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("e30")]
    [InlineData("e30.")]
    [InlineData("e30.*")]
    [InlineData(".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.e30")]
    public void What_is_no_token_is_refused(string text) => Assert.Null(Tokens("a-bootstrap-key-of-a-test").Read(text));

    [Fact]
    public void A_user_without_a_ticket_watches_nothing()
    {
        Assert.Null(StreamUser.Watches(null));
        Assert.Null(StreamUser.Watches(new System.Security.Claims.ClaimsPrincipal()));
    }

    private StreamTokens Tokens(string? adminKey) => new(new OrcheoOptions { AdminKey = adminKey }, _time);
}
