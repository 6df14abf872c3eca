using System.Diagnostics;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>The sample's derived files are what its script writes.</summary>
public sealed class DerivedDataTests
{
    [Fact]
    public async Task Deriving_the_sample_again_gives_the_committed_bytes()
    {
        using var folder = new TempFolder();
        var sample = Path.Combine(Checkout.Root, "samples/northwind");

        var start = new ProcessStartInfo("dotnet", ["run", Path.Combine(sample, "derive.cs"), "--", folder.Path]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var leaked in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(leaked);
        using var derive = Process.Start(start)!;
        var said = await Task.WhenAll(derive.StandardOutput.ReadToEndAsync(), derive.StandardError.ReadToEndAsync());
        await derive.WaitForExitAsync();
        derive.ExitCode.ShouldBe(0, string.Concat(said));

        var committed = Directory.GetFiles(Path.Combine(sample, "erp")).Select(Path.GetFileName).Order().ToList();
        committed.Count.ShouldBe(10);
        Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order().ShouldBe(committed);
        foreach (var file in committed)
            File.ReadAllBytes(Path.Combine(folder.Path, file!)).ShouldBe(File.ReadAllBytes(Path.Combine(sample, "erp", file!)), $"{file} differs; run derive.cs and commit what it writes.");
    }
}
