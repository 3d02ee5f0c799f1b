using System.Collections.Frozen;

namespace Orcheo.Core.Errors;

/// <summary>
/// The catalogue of error codes. 1xxx: the request or document is malformed; 2xxx: the workflow is not valid;
/// 3xxx: a node or an execution failed; 4xxx: the request cannot be served; 5xxx: Orcheo itself failed.
/// Every code has a page in docs/errors/; a test compares the two.
/// </summary>
public static class ErrorCodes
{
    /// <summary>The body is not JSON.</summary>
    public const string MalformedJson = "ORC1001";

    /// <summary>A member that the schema does not know.</summary>
    public const string UnknownMember = "ORC1002";

    /// <summary>A value of the wrong JSON type.</summary>
    public const string WrongType = "ORC1003";

    /// <summary>A required member is missing.</summary>
    public const string MissingMember = "ORC1004";

    /// <summary>A value outside its allowed range, set or pattern.</summary>
    public const string ValueOutOfRange = "ORC1005";

    /// <summary>An id that is not of the form the resource has.</summary>
    public const string InvalidId = "ORC1006";

    /// <summary>A query parameter or header that cannot be read.</summary>
    public const string InvalidParameter = "ORC1007";

    /// <summary>The body is larger than the limit.</summary>
    public const string BodyTooLarge = "ORC1008";

    /// <summary>The content type is not one that the route reads.</summary>
    public const string UnsupportedMediaType = "ORC1009";

    /// <summary>A document nested more deeply than allowed.</summary>
    public const string TooDeep = "ORC1010";

    /// <summary>A JSON object that names a member twice.</summary>
    public const string DuplicateMember = "ORC1011";

    /// <summary>A cron expression that is none.</summary>
    public const string InvalidCron = "ORC1012";

    /// <summary>The document has faults; each is listed.</summary>
    public const string ValidationFailed = "ORC2000";

    /// <summary>Two nodes have the same id.</summary>
    public const string DuplicateNodeId = "ORC2001";

    /// <summary>An edge names a node that does not exist.</summary>
    public const string DanglingEdge = "ORC2002";

    /// <summary>The graph has a cycle.</summary>
    public const string Cycle = "ORC2003";

    /// <summary>A node of a type that is not in the catalogue.</summary>
    public const string UnknownNodeType = "ORC2004";

    /// <summary>A node's config does not match its schema.</summary>
    public const string InvalidConfig = "ORC2005";

    /// <summary>An expression that cannot be parsed.</summary>
    public const string ExpressionSyntax = "ORC2006";

    /// <summary>An expression that uses a construct outside the allowed subset.</summary>
    public const string ExpressionConstruct = "ORC2007";

    /// <summary>An expression that refers to a name that does not exist.</summary>
    public const string ExpressionRoot = "ORC2008";

    /// <summary>An expression that refers to a node that does not exist.</summary>
    public const string UnknownNodeReference = "ORC2009";

    /// <summary>An edge that leaves by a handle that its source node does not have.</summary>
    public const string UnknownHandle = "ORC2010";

    /// <summary>Two edges have the same id.</summary>
    public const string DuplicateEdgeId = "ORC2011";

    /// <summary>The workflow has no node.</summary>
    public const string NoNodes = "ORC2012";

    /// <summary>An edge that enters a trigger node.</summary>
    public const string EdgeIntoTrigger = "ORC2013";

    /// <summary>Two edges join the same handle of the same nodes.</summary>
    public const string DuplicateEdge = "ORC2014";

    /// <summary>An expression that refers to a node that does not run before it.</summary>
    public const string ReferenceNotUpstream = "ORC2015";

    /// <summary>A template whose <c>{{</c> is never closed, or that is empty.</summary>
    public const string TemplateSyntax = "ORC2016";

    /// <summary>A credential is referred to where the node type takes none, or does not exist.</summary>
    public const string InvalidCredentialsRef = "ORC2017";

    /// <summary>A workflow larger than allowed (nodes, edges or expression length).</summary>
    public const string WorkflowTooLarge = "ORC2018";

    /// <summary>A node took longer than its time limit.</summary>
    public const string NodeTimeout = "ORC3001";

    /// <summary>A connection could not be made, or broke.</summary>
    public const string ConnectionFailed = "ORC3002";

    /// <summary>The other side answered with a failing HTTP status.</summary>
    public const string HttpStatus = "ORC3003";

    /// <summary>A response larger than the node allows.</summary>
    public const string ResponseTooLarge = "ORC3004";

    /// <summary>An expression or template failed while it was evaluated.</summary>
    public const string ExpressionFailed = "ORC3005";

    /// <summary>The address is not one that nodes may call (SSRF guard).</summary>
    public const string AddressBlocked = "ORC3006";

    /// <summary>A rendered config does not match the node's schema.</summary>
    public const string RenderedConfigInvalid = "ORC3007";

    /// <summary>An expression exceeded its limits of time, memory or depth.</summary>
    public const string ExpressionLimit = "ORC3008";

    /// <summary>The execution took longer than the workflow's time limit.</summary>
    public const string ExecutionTimeout = "ORC3009";

    /// <summary>The execution was cancelled.</summary>
    public const string Cancelled = "ORC3010";

    /// <summary>A node failed in a way that it does not explain.</summary>
    public const string NodeFailed = "ORC3011";

    /// <summary>More redirects than allowed, or a redirect that cannot be followed.</summary>
    public const string TooManyRedirects = "ORC3012";

    /// <summary>A response whose body cannot be read as what it says it is.</summary>
    public const string InvalidResponse = "ORC3013";

    /// <summary>A node's output is larger than an execution can carry.</summary>
    public const string OutputTooLarge = "ORC3014";

    /// <summary>The credential that a node uses cannot be read.</summary>
    public const string CredentialUnavailable = "ORC3015";

    /// <summary>A replay from the record met a call that the record does not have.</summary>
    public const string CallNotRecorded = "ORC3016";

    /// <summary>Python code raised an exception.</summary>
    public const string PythonException = "ORC3020";

    /// <summary>Python code that cannot be run: a syntax error, or no usable <c>main</c>.</summary>
    public const string PythonInvalidCode = "ORC3021";

    /// <summary>Python code that imports a module it may not.</summary>
    public const string PythonImportNotAllowed = "ORC3022";

    /// <summary>Python code took longer than its time limit.</summary>
    public const string PythonTimeout = "ORC3023";

    /// <summary>Python code needed more memory than its limit.</summary>
    public const string PythonMemory = "ORC3024";

    /// <summary>The output of Python code is larger than the sandbox takes.</summary>
    public const string PythonOutputTooLarge = "ORC3025";

    /// <summary>Python code returned what has no form in JSON.</summary>
    public const string PythonNotSerializable = "ORC3026";

    /// <summary>The inputs do not fit the parameters of <c>main</c>.</summary>
    public const string PythonInvalidInputs = "ORC3027";

    /// <summary>The process that ran Python code ended before the code did.</summary>
    public const string PythonKilled = "ORC3028";

    /// <summary>The sandbox that runs Python code cannot be reached, has no room, or does not serve.</summary>
    public const string SandboxUnavailable = "ORC3029";

    /// <summary>An agent had no answer after its last model call.</summary>
    public const string AgentMaxTurns = "ORC3030";

    /// <summary>An agent spent more tokens than its budget has.</summary>
    public const string AgentTokensSpent = "ORC3031";

    /// <summary>An agent took longer than its budget allows.</summary>
    public const string AgentTimeSpent = "ORC3032";

    /// <summary>An agent wanted more tool calls than its budget has.</summary>
    public const string AgentToolCallsSpent = "ORC3033";

    /// <summary>A model's server takes no more calls for now.</summary>
    public const string ModelRateLimited = "ORC3034";

    /// <summary>A model's server cannot answer for now.</summary>
    public const string ModelUnavailable = "ORC3035";

    /// <summary>A content filter refused the prompt or the answer.</summary>
    public const string ModelContentFiltered = "ORC3036";

    /// <summary>A conversation is longer than the model can read.</summary>
    public const string ModelContextExceeded = "ORC3037";

    /// <summary>A model's server does not accept the request.</summary>
    public const string ModelRequestRefused = "ORC3038";

    /// <summary>A model's server does not accept the credential.</summary>
    public const string ModelAccessDenied = "ORC3039";

    /// <summary>The account's quota with a model's provider is spent.</summary>
    public const string ModelQuotaSpent = "ORC3040";

    /// <summary>A model's server answered with what cannot be read or kept.</summary>
    public const string ModelAnswerInvalid = "ORC3041";

    /// <summary>A model's answer is not what output_schema allows, after asking again.</summary>
    public const string AgentOutputInvalid = "ORC3042";

    /// <summary>An MCP server cannot be used.</summary>
    public const string McpUnavailable = "ORC3043";

    /// <summary>A model asked for a tool that is not there, or with arguments that do not fit.</summary>
    public const string ToolCallInvalid = "ORC3044";

    /// <summary>The workflow that a tool runs did not succeed.</summary>
    public const string ToolWorkflowFailed = "ORC3045";

    /// <summary>A tool of an MCP server failed.</summary>
    public const string McpToolFailed = "ORC3046";

    /// <summary>No key, or one that is not valid.</summary>
    public const string Unauthenticated = "ORC4001";

    /// <summary>A valid key without the scope that the route needs.</summary>
    public const string MissingScope = "ORC4003";

    /// <summary>No such route or resource.</summary>
    public const string NotFound = "ORC4004";

    /// <summary>The route does not have that method.</summary>
    public const string MethodNotAllowed = "ORC4005";

    /// <summary>The resource is not in a state that allows this.</summary>
    public const string Conflict = "ORC4009";

    /// <summary>The resource is in use by another, which is named.</summary>
    public const string InUse = "ORC4010";

    /// <summary>The resource has changed since it was read (If-Match).</summary>
    public const string PreconditionFailed = "ORC4012";

    /// <summary>An Idempotency-Key came again with another request.</summary>
    public const string IdempotencyMismatch = "ORC4013";

    /// <summary>The first request with this Idempotency-Key is still being served.</summary>
    public const string IdempotencyInFlight = "ORC4014";

    /// <summary>A webhook delivery that does not prove where it is from.</summary>
    public const string WebhookRejected = "ORC4015";

    /// <summary>A SignalR client without a stream token that can be used.</summary>
    public const string StreamTokenRefused = "ORC4020";

    /// <summary>There is no SignalR here.</summary>
    public const string StreamNotConfigured = "ORC4021";

    /// <summary>SignalR Service cannot be reached or refused.</summary>
    public const string StreamUnavailable = "ORC4022";

    /// <summary>More requests than the rate limit allows.</summary>
    public const string RateLimited = "ORC4029";

    /// <summary>Orcheo failed in a way that it does not explain; the log has the trace id.</summary>
    public const string Unexpected = "ORC5000";

    /// <summary>The store cannot be reached or refused to write.</summary>
    public const string StorageUnavailable = "ORC5001";

    /// <summary>The master key that protects credentials cannot be read.</summary>
    public const string MasterKeyUnavailable = "ORC5002";

    /// <summary>A stored secret cannot be decrypted: it was altered.</summary>
    public const string SecretDamaged = "ORC5003";

    /// <summary>Every code with its title and HTTP status.</summary>
    public static FrozenDictionary<string, ErrorCode> All { get; } = new ErrorCode[]
    {
        new(MalformedJson, "Malformed JSON", 400),
        new(UnknownMember, "Unknown member", 400),
        new(WrongType, "Wrong type", 400),
        new(MissingMember, "Missing member", 400),
        new(ValueOutOfRange, "Value out of range", 400),
        new(InvalidId, "Invalid id", 400),
        new(InvalidParameter, "Invalid parameter", 400),
        new(BodyTooLarge, "Body too large", 413),
        new(UnsupportedMediaType, "Unsupported media type", 415),
        new(TooDeep, "Document too deep", 400),
        new(DuplicateMember, "Duplicate member", 400),
        new(InvalidCron, "Invalid cron expression", 400),
        new(ValidationFailed, "Validation failed", 400),
        new(DuplicateNodeId, "Duplicate node id", 400),
        new(DanglingEdge, "Dangling edge", 400),
        new(Cycle, "Cycle in the graph", 400),
        new(UnknownNodeType, "Unknown node type", 400),
        new(InvalidConfig, "Invalid config", 400),
        new(ExpressionSyntax, "Expression syntax error", 400),
        new(ExpressionConstruct, "Expression construct not allowed", 400),
        new(ExpressionRoot, "Unknown name in expression", 400),
        new(UnknownNodeReference, "Unknown node in expression", 400),
        new(UnknownHandle, "Unknown handle", 400),
        new(DuplicateEdgeId, "Duplicate edge id", 400),
        new(NoNodes, "No nodes", 400),
        new(EdgeIntoTrigger, "Edge into a trigger", 400),
        new(DuplicateEdge, "Duplicate edge", 400),
        new(ReferenceNotUpstream, "Reference to a node that does not run before", 400),
        new(TemplateSyntax, "Template syntax error", 400),
        new(InvalidCredentialsRef, "Invalid credentials reference", 400),
        new(WorkflowTooLarge, "Workflow too large", 400),
        new(NodeTimeout, "Node timed out", null),
        new(ConnectionFailed, "Connection failed", null),
        new(HttpStatus, "Failing HTTP status", null),
        new(ResponseTooLarge, "Response too large", null),
        new(ExpressionFailed, "Expression failed", null),
        new(AddressBlocked, "Address blocked", null),
        new(RenderedConfigInvalid, "Rendered config invalid", null),
        new(ExpressionLimit, "Expression limit exceeded", null),
        new(ExecutionTimeout, "Execution timed out", null),
        new(Cancelled, "Cancelled", null),
        new(NodeFailed, "Node failed", null),
        new(TooManyRedirects, "Too many redirects", null),
        new(InvalidResponse, "Invalid response", null),
        new(OutputTooLarge, "Output too large", null),
        new(CredentialUnavailable, "Credential unavailable", null),
        new(CallNotRecorded, "Call not recorded", null),
        new(PythonException, "Python exception", null),
        new(PythonInvalidCode, "Python code invalid", null),
        new(PythonImportNotAllowed, "Import not allowed", null),
        new(PythonTimeout, "Python code timed out", null),
        new(PythonMemory, "Python code out of memory", null),
        new(PythonOutputTooLarge, "Python output too large", null),
        new(PythonNotSerializable, "Python output not serializable", null),
        new(PythonInvalidInputs, "Python inputs invalid", null),
        new(PythonKilled, "Python code killed", null),
        new(SandboxUnavailable, "Python sandbox unavailable", null),
        new(AgentMaxTurns, "Agent without an answer", null),
        new(AgentTokensSpent, "Token budget spent", null),
        new(AgentTimeSpent, "Time budget spent", null),
        new(AgentToolCallsSpent, "Tool call budget spent", null),
        new(ModelRateLimited, "Model rate limited", null),
        new(ModelUnavailable, "Model unavailable", null),
        new(ModelContentFiltered, "Content filtered", null),
        new(ModelContextExceeded, "Context length exceeded", null),
        new(ModelRequestRefused, "Model request refused", null),
        new(ModelAccessDenied, "Model access denied", null),
        new(ModelQuotaSpent, "Model quota spent", null),
        new(ModelAnswerInvalid, "Model answer invalid", null),
        new(AgentOutputInvalid, "Answer not as its schema", null),
        new(McpUnavailable, "MCP server unavailable", null),
        new(ToolCallInvalid, "Tool call invalid", null),
        new(ToolWorkflowFailed, "Tool workflow failed", null),
        new(McpToolFailed, "MCP tool failed", null),
        new(Unauthenticated, "Unauthenticated", 401),
        new(MissingScope, "Missing scope", 403),
        new(NotFound, "Not found", 404),
        new(MethodNotAllowed, "Method not allowed", 405),
        new(Conflict, "Conflict", 409),
        new(InUse, "In use", 409),
        new(PreconditionFailed, "Precondition failed", 412),
        new(IdempotencyMismatch, "Idempotency key used for another request", 422),
        new(IdempotencyInFlight, "Idempotency key in flight", 409),
        new(WebhookRejected, "Webhook rejected", 401),
        new(StreamTokenRefused, "Stream token refused", 401),
        new(StreamNotConfigured, "No SignalR", 501),
        new(StreamUnavailable, "SignalR unavailable", 503),
        new(RateLimited, "Too many requests", 429),
        new(Unexpected, "Unexpected failure", 500),
        new(StorageUnavailable, "Storage unavailable", 503),
        new(MasterKeyUnavailable, "Master key unavailable", 503),
        new(SecretDamaged, "Stored secret damaged", 500),
    }.ToFrozenDictionary(code => code.Code, StringComparer.Ordinal);
}
