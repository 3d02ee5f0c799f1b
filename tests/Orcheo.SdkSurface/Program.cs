// Writes the tables of the real surface into a folder: of each package the types that local-runtime imitates, with all that they offer.
using System.Reflection;
using Orcheo.SdkSurface;
using Orcheo.UnitTests.Architecture.Surface;

var folder = args.Single();
string[] imitating = ["Orcheo.Durable", "Orcheo.Functions"];
var imitated = imitating.SelectMany(name => Assembly.Load(name).GetExportedTypes()).Select(type => type.FullName!).ToList();

foreach (var (package, assembly) in RealPackages.Load())
{
    var types = imitated.Select(name => assembly.GetType(name)).OfType<Type>().Where(type => type.IsVisible && type.Assembly == assembly).ToList();
    if (types.Count > 0)
    {
        File.WriteAllLines(Path.Combine(folder, $"{package.Split(' ')[0]}.txt"), [$"# {package}", .. PublicSurface.Of(types)]);
    }
}
