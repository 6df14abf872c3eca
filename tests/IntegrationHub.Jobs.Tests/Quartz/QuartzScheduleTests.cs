namespace IntegrationHub.Jobs.Tests.Quartz;

public sealed class QuartzScheduleTests() : JobScheduleContract(new QuartzRig());
