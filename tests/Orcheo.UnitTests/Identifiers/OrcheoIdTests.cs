using Orcheo.Core.Ids;

namespace Orcheo.UnitTests.Identifiers;

public sealed class OrcheoIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 15, 0, 123, TimeSpan.Zero);

    [Fact]
    public void The_key_of_a_list_is_the_one_that_stored_lists_have()
    {
        // Recorded before list keys and ids were parted: an id, its time, and the row under which the list held it.
        const string Id = "exe_01m8384rb5zk7a95ka3xmb6fp2";
        const string Recorded = "zybqwqv7mt0crnptcnw2bmsg9x";
        Assert.Equal(Recorded, OrcheoId.NewestFirstKey(Id));
        Assert.Equal(Recorded, OrcheoId.NewestFirstKey(Id, new DateTimeOffset(2026, 11, 23, 3, 45, 37, 637, TimeSpan.Zero)));
    }

    [Fact]
    public void For_ids_that_carry_their_time_both_keys_are_equal()
    {
        for (var i = 0; i < 1000; i++)
        {
            var now = Now.AddTicks(Random.Shared.NextInt64(TimeSpan.TicksPerDay * 36500));
            var id = OrcheoId.New(OrcheoId.Execution, now);
            Assert.Equal(OrcheoId.NewestFirstKey(id), OrcheoId.NewestFirstKey(id, now));
        }
    }

    [Fact]
    public void A_derived_id_stands_in_a_list_where_its_time_says()
    {
        var keys = Enumerable.Range(0, 200)
            .Select(i => (Time: Now.AddMilliseconds(i), Derived: i % 2 == 0, Name: $"{i}"))
            .Select(item => (item.Time, Id: item.Derived ? OrcheoId.Derive(OrcheoId.Execution, item.Name) : OrcheoId.New(OrcheoId.Execution, item.Time)))
            .Select(item => OrcheoId.NewestFirstKey(item.Id, item.Time))
            .ToArray();
        Assert.Equal(keys.Reverse(), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_made_in_order_keep_it_within_a_millisecond()
    {
        var now = DateTimeOffset.UtcNow.AddYears(1);
        var ids = Enumerable.Range(0, 1000).Select(i => OrcheoId.NewInOrder(OrcheoId.Audit, now.AddMilliseconds(i / 500))).ToArray();
        Assert.Equal(ids, ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(ids, id => Assert.True(OrcheoId.IsValid(OrcheoId.Audit, id)));
    }

    [Fact]
    public void A_derived_id_is_the_same_for_the_same_parts_only_and_has_the_form_of_every_id()
    {
        Assert.Equal(OrcheoId.Derive("exe", "default", "admin", "k"), OrcheoId.Derive("exe", "default", "admin", "k"));
        string[] others =
        [
            OrcheoId.Derive("exe", "default", "admin", "k"),
            OrcheoId.Derive("exe", "default", "admin", "K"),
            OrcheoId.Derive("exe", "default", "admink"),
            OrcheoId.Derive("exe", "default", "admink", ""),
            OrcheoId.Derive("exe", "default", "", "admink"),
            OrcheoId.Derive("exe", "default", "admin", "k", ""),
            "exe" + OrcheoId.Derive("wf", "default", "admin", "k")[2..],
        ];
        Assert.Equal(others.Length, others.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Enumerable.Range(0, 1000), i => Assert.True(OrcheoId.IsValid(OrcheoId.Execution, OrcheoId.Derive(OrcheoId.Execution, $"{i}"))));
    }

    [Fact]
    public void Derived_ids_do_not_change_from_release_to_release()
    {
        Assert.Equal("exe_6a49yeksqcwn0xfvx9w95r0a4g", OrcheoId.Derive(OrcheoId.Execution, "default", "admin", "a-key"));
    }
}
