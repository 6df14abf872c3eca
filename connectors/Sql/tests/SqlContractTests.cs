using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Sql.Tests;

/// <summary>The contract, over a time with a zone, a local time, a date, and none; on real PostgreSQL.</summary>
public sealed class InstantSourceTests() : SourceContract(new SqlRig("orders"));

public sealed class InstantTimesTests() : TimedSourceContract(new SqlRig("orders"));

public sealed class LocalTimeSourceTests() : SourceContract(new SqlRig("local"));

public sealed class LocalTimesTests() : TimedSourceContract(new SqlRig("local"));

public sealed class DateSourceTests() : SourceContract(new SqlRig("days"));

public sealed class DateTimesTests() : TimedSourceContract(new SqlRig("days"));

public sealed class WholeSourceTests() : SourceContract(new SqlRig("all"));

public sealed class DateSlicesTests() : SlicedSourceContract(new SqlRig("orders"));

public sealed class TimeSlicesTests() : SlicedSourceContract(new SqlRig("booked"));

public sealed class AddedSlicesTests() : SlicedSourceContract(new SqlRig("added"));

public sealed class InstantPartitionsTests() : PartitionedSourceContract(new SqlRig("orders"));

public sealed class LocalTimePartitionsTests() : PartitionedSourceContract(new SqlRig("local"));

public sealed class DatePartitionsTests() : PartitionedSourceContract(new SqlRig("days"));

public sealed class DateCountsTests() : CountedSourceContract(new SqlRig("orders"));

public sealed class TimeCountsTests() : CountedSourceContract(new SqlRig("booked"));

public sealed class SqlManifestTests() : ManifestContract(new SqlConnector());
