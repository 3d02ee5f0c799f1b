using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;

namespace Orcheo.Functions.Discovery;

internal sealed class HostFunctionDefinition : FunctionDefinition
{
    public required string DeclaredName { get; init; }

    public required string DeclaredId { get; init; }

    public required string DeclaredEntryPoint { get; init; }

    public required string AssemblyPath { get; init; }

    public required ImmutableArray<FunctionParameter> DeclaredParameters { get; init; }

    public required ImmutableDictionary<string, BindingMetadata> Inputs { get; init; }

    public required ImmutableDictionary<string, BindingMetadata> Outputs { get; init; }

    public override ImmutableArray<FunctionParameter> Parameters => DeclaredParameters;

    public override string PathToAssembly => AssemblyPath;

    public override string EntryPoint => DeclaredEntryPoint;

    public override string Id => DeclaredId;

    public override string Name => DeclaredName;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings => Inputs;

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => Outputs;
}
