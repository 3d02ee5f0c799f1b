using System.Text.Json.Nodes;
using Orcheo.Core.Errors;
using Orcheo.Hosting.Credentials;

namespace Orcheo.UnitTests.Credentials;

public sealed class FileMasterKeysTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-master-key-");

    public static TheoryData<string> Damages =>
        ["", "{", "{}", "null", "cut", "other-key", "short-key", "no-base64", "unknown-active", "twice", "future", "null-entry", "unknown-member"];

    private string Data => Path.Combine(_folder.FullName, "data");

    private string KeyFile => Path.Combine(Data, FileMasterKeys.FileName);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_key_is_made_once_for_its_owner_alone()
    {
        var keys = NewKeys();
        Assert.Null(await keys.FindCurrentAsync(Cancel));
        Assert.False(Directory.Exists(Data));
        var key = await keys.CreateFirstAsync(Cancel);
        Assert.Equal(32, key.Bytes.Length);
        Assert.Matches("^mk_[0-9a-f]{16}$", key.Id);
        AssertSame(key, await keys.CreateFirstAsync(Cancel));
        AssertSame(key, (await NewKeys().FindCurrentAsync(Cancel))!);
        AssertSame(key, await NewKeys().GetAsync(key.Id, Cancel));
        Assert.Equal(["master-key", "master-key.lock"], Directory.GetFiles(Data).Select(file => Path.GetFileName(file)!).Order());
        AssertOwnerOnly();
    }

    [Fact]
    public async Task What_a_crash_has_left_half_written_neither_counts_nor_widens_the_rights()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(KeyFile + ".new", "{\"ver", Cancel);
        var key = await NewKeys().CreateFirstAsync(Cancel);
        AssertSame(key, (await NewKeys().FindCurrentAsync(Cancel))!);
        AssertOwnerOnly();
    }

    [Fact]
    public async Task A_key_shows_itself_in_no_text()
    {
        var key = await NewKeys().CreateFirstAsync(Cancel);
        var secret = JsonNode.Parse(await File.ReadAllTextAsync(KeyFile, Cancel))!["keys"]![0]!["key"]!.GetValue<string>();
        var entry = MasterKeyFile.Parse(await File.ReadAllBytesAsync(KeyFile, Cancel))!.Keys[0];
        Assert.DoesNotContain(secret, $"{key} {entry}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_by_another_process_counts_at_once_and_earlier_keys_stay_readable()
    {
        var mine = NewKeys();
        var first = await mine.CreateFirstAsync(Cancel);
        var second = await NewKeys().RotateAsync(Cancel);
        Assert.NotEqual(first.Id, second.Id);
        AssertSame(second, (await mine.FindCurrentAsync(Cancel))!);
        AssertSame(first, await NewKeys().GetAsync(first.Id, Cancel));
        AssertOwnerOnly();
    }

    [Fact]
    public async Task Rotations_at_the_same_time_lose_no_key()
    {
        var first = await NewKeys().CreateFirstAsync(Cancel);
        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => NewKeys().RotateAsync(Cancel), Cancel)));
        var after = NewKeys();
        foreach (var key in made.Append(first))
        {
            AssertSame(key, await after.GetAsync(key.Id, Cancel));
        }
    }

    [Fact]
    public async Task Several_that_make_the_first_key_at_once_get_the_same()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => NewKeys().CreateFirstAsync(Cancel), Cancel)));
        Assert.Single(made.Select(key => key.Id).Distinct());
    }

    [Fact]
    public async Task Only_keys_that_nothing_needs_are_dropped_and_never_the_last_two()
    {
        var keys = NewKeys();
        var first = await keys.CreateFirstAsync(Cancel);
        var second = await keys.RotateAsync(Cancel);
        Assert.Empty(await keys.RetireAsync(new HashSet<string> { second.Id }, Cancel));
        var third = await keys.RotateAsync(Cancel);
        Assert.Empty(await keys.RetireAsync(new HashSet<string> { first.Id, third.Id }, Cancel));
        Assert.Equal([first.Id], await keys.RetireAsync(new HashSet<string> { third.Id }, Cancel));
        var after = NewKeys();
        await ExpectUnavailableAsync(() => after.GetAsync(first.Id, Cancel), first.Id);
        AssertSame(second, await after.GetAsync(second.Id, Cancel));
        AssertSame(third, (await after.FindCurrentAsync(Cancel))!);
        AssertOwnerOnly();
    }

    [Fact]
    public async Task A_missing_file_is_told_with_what_to_do()
    {
        await ExpectUnavailableAsync(() => NewKeys().GetAsync("mk_0123456789abcdef", Cancel), "master-key");
        await ExpectUnavailableAsync(() => NewKeys().RotateAsync(Cancel), "master-key");
        await ExpectUnavailableAsync(() => NewKeys().RetireAsync(new HashSet<string>(), Cancel), "master-key");
        Assert.False(File.Exists(KeyFile));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_file_is_refused_and_left_as_it_is(string damage)
    {
        var first = await NewKeys().CreateFirstAsync(Cancel);
        await NewKeys().RotateAsync(Cancel);
        var damaged = Damage(await File.ReadAllTextAsync(KeyFile, Cancel), damage);
        await File.WriteAllTextAsync(KeyFile, damaged, Cancel);
        var keys = NewKeys();
        await ExpectUnavailableAsync(() => keys.FindCurrentAsync(Cancel), "damaged");
        await ExpectUnavailableAsync(() => keys.GetAsync(first.Id, Cancel), "damaged");
        await ExpectUnavailableAsync(() => keys.CreateFirstAsync(Cancel), "damaged");
        await ExpectUnavailableAsync(() => keys.RotateAsync(Cancel), "damaged");
        Assert.Equal(damaged, await File.ReadAllTextAsync(KeyFile, Cancel));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told()
    {
        Directory.CreateDirectory(KeyFile);
        await ExpectUnavailableAsync(() => NewKeys().FindCurrentAsync(Cancel), "cannot be read");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told()
    {
        await File.WriteAllTextAsync(Data, "a file", Cancel);
        await ExpectUnavailableAsync(() => NewKeys().CreateFirstAsync(Cancel), "cannot be");
    }

    private static string Damage(string content, string damage)
    {
        if (damage is "cut")
        {
            return content[..(content.Length / 2)];
        }

        var file = JsonNode.Parse(content)!;
        var keys = file["keys"]!.AsArray();
        switch (damage)
        {
            case "other-key":
                keys[0]!["key"] = Convert.ToBase64String(new byte[32]);
                break;
            case "short-key":
                keys[0]!["key"] = Convert.ToBase64String(new byte[31]);
                break;
            case "no-base64":
                keys[0]!["key"] = "not base64";
                break;
            case "unknown-active":
                file["active"] = "mk_0000000000000000";
                break;
            case "twice":
                keys.Add(keys[0]!.DeepClone());
                break;
            case "future":
                file["version"] = 2;
                break;
            case "null-entry":
                keys.Add(null);
                break;
            case "unknown-member":
                file["more"] = 1;
                break;
            default:
                return damage;
        }

        return file.ToJsonString();
    }

    private static async Task ExpectUnavailableAsync(Func<Task> call, string mention)
    {
        var error = await Assert.ThrowsAsync<OrcheoException>(call);
        Assert.Equal(ErrorCodes.MasterKeyUnavailable, error.Code);
        Assert.Contains(mention, error.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(MasterKey expected, MasterKey actual)
    {
        Assert.Equal(expected.Id, actual.Id);
        Assert.Equal(expected.Bytes.ToArray(), actual.Bytes.ToArray());
    }

    private void AssertOwnerOnly()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(Data))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    private FileMasterKeys NewKeys() => new(KeyFile, TimeProvider.System);
}
