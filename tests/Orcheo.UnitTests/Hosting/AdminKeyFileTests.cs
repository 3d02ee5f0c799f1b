using Orcheo.Hosting.Security;

namespace Orcheo.UnitTests.Hosting;

public sealed class AdminKeyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-key-");

    private string KeyFile => Path.Combine(_folder.FullName, "data", "admin-key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_key_is_made_once_for_its_owner_alone()
    {
        var (key, created) = AdminKeyFile.ReadOrCreate(Path.Combine(_folder.FullName, "data"));
        Assert.True(created);
        Assert.Matches("^orc_admin_[0-9a-f]{48}$", key);
        Assert.Equal(key + "\n", File.ReadAllText(KeyFile));
        Assert.Equal(["admin-key"], Directory.GetFiles(Path.GetDirectoryName(KeyFile)!).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }

        Assert.Equal((key, false), AdminKeyFile.ReadOrCreate(Path.Combine(_folder.FullName, "data")));
    }

    [Fact]
    public void Two_folders_have_two_keys() => Assert.NotEqual(
        AdminKeyFile.ReadOrCreate(Path.Combine(_folder.FullName, "a")).Key, AdminKeyFile.ReadOrCreate(Path.Combine(_folder.FullName, "b")).Key);

    [Fact]
    public void A_key_that_somebody_wrote_is_taken_without_the_space_around_it()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, "  my-own-key-of-30-characters-ok\r\n");
        Assert.Equal(("my-own-key-of-30-characters-ok", false), AdminKeyFile.ReadOrCreate(Path.GetDirectoryName(KeyFile)!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("too-short\n")]
    public void A_file_that_holds_no_key_is_refused_and_named(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, content);
        var error = Assert.Throws<InvalidOperationException>(() => AdminKeyFile.ReadOrCreate(Path.GetDirectoryName(KeyFile)!));
        Assert.Contains(KeyFile, error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(KeyFile));
    }

    [Fact]
    public void What_a_crash_has_left_half_written_does_not_count()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile + ".new", "orc_adm");
        Assert.True(AdminKeyFile.ReadOrCreate(Path.GetDirectoryName(KeyFile)!).Created);
    }
}
