using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Orcheo.UnitTests.Architecture;

namespace Orcheo.UnitTests.Infrastructure;

/// <summary>infra/bicep/main.bicep as the Bicep CLI compiles it. Warnings count as errors: bicepconfig.json makes them so.</summary>
public sealed class BicepTemplate : IAsyncLifetime
{
    /// <summary>Every resource of every module, in the order of the files.</summary>
    public IReadOnlyList<ArmResource> Resources { get; private set; } = [];

    /// <summary>The whole template as text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The template without its parameters: what is set, and not what is said about it.</summary>
    public string AppSettings { get; private set; } = "";

    public static bool IsAvailable => OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64;

    public async ValueTask InitializeAsync()
    {
        if (!IsAvailable)
        {
            return;
        }

        var (exitCode, output, error) = await RunAsync("build", Repository.PathOf("infra/bicep/main.bicep"), "--stdout");
        Assert.True(exitCode == 0 && error.Length == 0, error);
        Text = output;
        using var template = JsonDocument.Parse(output);
        AppSettings = template.RootElement.GetProperty("variables").GetRawText() + template.RootElement.GetProperty("resources").GetRawText();
        Resources = [.. ArmResource.In(template.RootElement)];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The resources of a type; there is at least one.</summary>
    public IReadOnlyList<ArmResource> OfType(string type)
    {
        var found = Resources.Where(resource => resource.Type.Equals(type, StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.NotEmpty(found);
        return found;
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(CliPath(), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ORCHEO_ADMIN_KEY"] = "a-key-that-only-this-test-knows";
        start.Environment["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(Path.GetTempPath(), "orcheo-bicep");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static string CliPath() =>
        typeof(BicepTemplate).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "BicepCli").Value!;
}

/// <summary>A resource of a compiled template.</summary>
public sealed record ArmResource(string Module, string Type, JsonElement Json)
{
    public JsonElement Properties => Json.GetProperty("properties");

    /// <summary>The resources of a template and of the templates nested in it. In language version 2 they are an object.</summary>
    public static IEnumerable<ArmResource> In(JsonElement template, string module = "main")
    {
        var resources = template.GetProperty("resources");
        var items = resources.ValueKind == JsonValueKind.Object ? resources.EnumerateObject().Select(member => member.Value) : resources.EnumerateArray();
        foreach (var item in items.Where(item => !(item.TryGetProperty("existing", out var existing) && existing.GetBoolean())))
        {
            var type = item.GetProperty("type").GetString()!;
            if (type == "Microsoft.Resources/deployments")
            {
                foreach (var inner in In(item.GetProperty("properties").GetProperty("template"), item.GetProperty("name").GetString()!))
                {
                    yield return inner;
                }
            }

            yield return new ArmResource(module, type, item.Clone());
        }
    }
}
