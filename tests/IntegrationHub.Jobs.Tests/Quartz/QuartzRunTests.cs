namespace IntegrationHub.Jobs.Tests.Quartz;

public sealed class QuartzJobEngineTests() : JobEngineContract(new QuartzRig());
