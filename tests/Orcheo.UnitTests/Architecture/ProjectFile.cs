using System.Xml.Linq;

namespace Orcheo.UnitTests.Architecture;

/// <summary>A project as it is written: its file and the Directory.Build.props files that it takes in.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument[] _documents;

    private ProjectFile(string path, XDocument[] documents)
    {
        Path = path;
        _documents = documents;
    }

    /// <summary>Relative to the root.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    /// <summary>The names of the projects that it refers to.</summary>
    public IReadOnlySet<string> References =>
        Items("ProjectReference").Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))).ToHashSet(StringComparer.Ordinal);

    public IReadOnlySet<string> Packages => Items("PackageReference").ToHashSet(StringComparer.Ordinal);

    public IReadOnlySet<string> Frameworks => Items("FrameworkReference").ToHashSet(StringComparer.Ordinal);

    public IReadOnlySet<string> Friends => Items("InternalsVisibleTo").ToHashSet(StringComparer.Ordinal);

    public IReadOnlySet<string> AdditionalFiles => Items("AdditionalFiles").ToHashSet(StringComparer.Ordinal);

    /// <summary>Every project of the repository.</summary>
    public static IReadOnlyList<ProjectFile> All() =>
        [.. Repository.Files(".", ".csproj").Order(StringComparer.Ordinal).Select(Load)];

    /// <summary>The last value given to a property, whichever file gives it; what only the Azure flavour is given does not count.</summary>
    public string? Property(string name) =>
        _documents.SelectMany(document => document.Descendants(name)).LastOrDefault(element => !IsForAzure(element.Parent!))?.Value;

    public IEnumerable<string> PropertyValues(string name) =>
        _documents.SelectMany(document => document.Descendants(name)).Select(element => element.Value);

    private static bool IsForAzure(XElement group) =>
        group.Attribute("Condition")?.Value.Contains("'$(OrcheoHost)' == 'Azure'", StringComparison.Ordinal) == true;

    private static ProjectFile Load(string path)
    {
        var documents = new List<XDocument>();
        for (var folder = System.IO.Path.GetDirectoryName(path); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var shared = Repository.PathOf(System.IO.Path.Combine(folder, "Directory.Build.props"));
            if (File.Exists(shared))
            {
                documents.Insert(0, XDocument.Load(shared));
            }
        }

        documents.Add(XDocument.Load(Repository.PathOf(path)));
        return new ProjectFile(path, [.. documents]);
    }

    private IEnumerable<string> Items(string kind) => _documents
        .SelectMany(document => document.Descendants(kind))
        .Select(element => (string?)element.Attribute("Include"))
        .OfType<string>();
}
