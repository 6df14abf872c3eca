using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Rest.Tests;

/// <summary>The contracts of sources, in each paging style.</summary>
public sealed class PageNumberSourceTests() : HttpSourceContract(new RestSourceRig(RestPaging.PageNumber));

public sealed class PageNumberScriptedTests() : ScriptedSourceContract(new RestSourceRig(RestPaging.PageNumber));

public sealed class OffsetSourceTests() : HttpSourceContract(new RestSourceRig(RestPaging.Offset));

public sealed class OffsetScriptedTests() : ScriptedSourceContract(new RestSourceRig(RestPaging.Offset));

public sealed class OffsetTimesTests() : TimedSourceContract(new RestSourceRig(RestPaging.Offset));

public sealed class TokenSourceTests() : HttpSourceContract(new RestSourceRig(RestPaging.Token));

public sealed class TokenScriptedTests() : ScriptedSourceContract(new RestSourceRig(RestPaging.Token));

public sealed class NextLinkSourceTests() : HttpSourceContract(new RestSourceRig(RestPaging.NextLink));

public sealed class NextLinkScriptedTests() : ScriptedSourceContract(new RestSourceRig(RestPaging.NextLink));

public sealed class LinkHeaderScriptedTests() : ScriptedSourceContract(new RestSourceRig(RestPaging.LinkHeader));

public sealed class WholeScriptedTests() : ScriptedSourceContract(new RestSourceRig(RestPaging.Offset, changed: false));
