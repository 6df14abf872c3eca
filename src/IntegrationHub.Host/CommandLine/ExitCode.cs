namespace IntegrationHub.Host.CommandLine;

/// <summary>What <c>hub</c> tells the shell. Documented in each verb's help and in the README.</summary>
internal static class ExitCode
{
    internal const int Ok = 0;

    /// <summary>It ran, but some records were parked or refused, or a check failed.</summary>
    internal const int Incomplete = 1;

    internal const int Settings = 2;
    internal const int Database = 3;
    internal const int OtherSide = 4;

    /// <summary>A fault in the hub itself: a stack trace is printed.</summary>
    internal const int Bug = 70;

    internal const int Interrupted = 130;

    internal const string Help = """
        Exit codes:
          0    done
          1    ran, but some records were parked or refused, or a check failed
          2    wrong settings or usage
          3    no database
          4    the other side failed
          130  interrupted
        """;
}
