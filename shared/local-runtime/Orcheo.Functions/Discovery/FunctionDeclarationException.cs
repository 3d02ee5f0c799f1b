namespace Orcheo.Functions.Discovery;

/// <summary>One function is declared wrongly; the loader adds its name.</summary>
internal sealed class FunctionDeclarationException(string message) : Exception(message);
