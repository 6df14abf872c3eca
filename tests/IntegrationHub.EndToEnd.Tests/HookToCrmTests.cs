using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>From a call of a shop to what the CRM shows: the real host as a process, the real demo CRM, and no schedule that could bring it instead.</summary>
public sealed class HookToCrmTests
{
    private const string Secret = "the secret of the shop";

    [Fact]
    public async Task What_a_shop_pushes_is_visible_in_the_CRM_and_so_is_its_change_and_its_end()
    {
        await using var world = await HubWorld.WithConnectionsAsync(erp => Connections(erp));
        await world.SettingsAsync(settings =>
        {
            settings["Connections"]!["demo-crm"]!["Options"]!["BaseUrl"] = world.Crm.Address.ToString().TrimEnd('/');
            var mappings = Path.Combine(world.Erp, "mappings");
            Write(mappings, "shop/Customers.yaml", "from: { connector: webhook, entity: Customers }\nto: customer\nfields:\n  customerKind: { value: organization }\n  name: name\n");
            Write(mappings, "demo-crm/customer.yaml", "from: customer\nto: { target: demo-crm, object: accounts }\nfields: { name: name }\n");
            settings["Mappings"]!["Folder"] = mappings;
        });
        var port = FreePort();
        using var hub = world.Start(null, "run", "--port", $"{port}");
        var (said, complained) = (hub.StandardOutput.ReadToEndAsync(), hub.StandardError.ReadToEndAsync());
        try
        {
            using var shop = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(1) };
            await UpAsync(shop, hub);
            foreach (var (body, shown) in new[]
            {
                ("""[{"id":"S1","rev":1,"name":"株式会社髙橋商店"},{"id":"S2","rev":1,"name":"Acme"}]""", "shop:customer:S1 株式会社髙橋商店, shop:customer:S2 Acme"),
                ("""{"id":"S2","rev":2,"name":"Acme Trading"}""", "shop:customer:S1 株式会社髙橋商店, shop:customer:S2 Acme Trading"),
                ("""{"id":"S1","rev":2,"gone":true}""", "shop:customer:S2 Acme Trading"),
            })
            {
                (await shop.SendAsync(Call(body))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
                for (var look = 0; Shown(world) != shown; look++)
                {
                    (look < 1200 && !hub.HasExited).ShouldBeTrue($"the CRM shows {Shown(world)}");
                    await Task.Delay(50);
                }
            }

            (await world.CountAsync("hub.received")).ShouldBe(0);
            world.CreatedTwice.ShouldBeEmpty();
        }
        finally
        {
            using var stop = Process.Start("kill", ["-TERM", $"{hub.Id}"]);
            await stop.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            await hub.WaitForExitAsync(patience.Token);
        }

        hub.ExitCode.ShouldBe(0, $"{await said}\n{await complained}");
    }

    private static string Shown(HubWorld world) => string.Join(", ", world.Crm.All("accounts").OrderBy(one => one.ExternalId, StringComparer.Ordinal).Select(one => $"{one.ExternalId} {one.Fields["name"]!.GetString()}"));

    private static JsonObject Connections(string erp) => JsonNode.Parse($$"""
        {
          "shop": {
            "Connector": "webhook",
            "Options": {
              "Auth": { "Secret": "{{Secret}}" },
              "Entities": { "Customers": { "Key": "id", "Version": "rev", "DeletedField": "gone", "DebounceSeconds": 0 } }
            },
            "Syncs": { "Customers": { } }
          },
          "demo-crm": {
            "Connector": "rest",
            "Options": { "BaseUrl": "http://127.0.0.1:1", "Auth": { "Kind": "Bearer", "Secret": "end-to-end" } },
            "Deliver": { "Schedule": "0 0 3 1 1 ?" }
          }
        }
        """)!.AsObject();

    private static async Task UpAsync(HttpClient client, Process hub)
    {
        for (var look = 0; ; look++)
        {
            try
            {
                if ((await client.GetAsync("/readyz")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // not yet
            }

            (look < 1200 && !hub.HasExited).ShouldBeTrue("the hub did not start");
            await Task.Delay(100);
        }
    }

    private static HttpRequestMessage Call(string body)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}"));
        return new(HttpMethod.Post, "/hooks/shop/Customers")
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            Headers = { { "X-Hub-Timestamp", timestamp }, { "X-Hub-Signature", $"sha256={Convert.ToHexStringLower(signature)}" } },
        };
    }

    private static void Write(string folder, string name, string content)
    {
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
