namespace IntegrationHub.Jobs.Tests.Quartz;

public sealed class QuartzRunTests() : JobRunContract(new QuartzRig());
