using System.Text.Json.Nodes;
using DemoCrm.Api;
using IntegrationHub.Sdk;
using static IntegrationHub.Sdk.DeliveryResult;

namespace IntegrationHub.Connectors.Salesforce.Tests;

/// <summary>
/// Orders with lines that come, change and go, delivered as the hub does it while answers are lost, calls fail, sessions end, parents are locked and bulk jobs break off: in the end the org has each of
/// them once, with its lines and no others.
/// </summary>
public sealed class LifeTests
{
    private const int Rounds = 25;
    private const string List = "ERP_Order_Lines__r";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task In_the_end_everything_is_there_once(int seed)
    {
        await using var given = await Given.StartAsync("ERP_Order__c");
        var (random, orders) = (new Random(seed), new Dictionary<int, Order>());
        var accounts = Enumerable.Range(1, 3).Select(number => given.Rig.Store.Add("Account", new JsonObject { ["Name"] = $"account {number}" }).Id).ToList();
        var (lost, delivered) = (0, 0);

        for (var round = 0; round < Rounds; round++)
        {
            Live(random, orders, accounts);
            Trouble(given, random, accounts);
            foreach (var batch in Pending(orders).Chunk(random.Next(5, 60)))
                await DeliverAsync(given, batch, random.Next(2) == 0);
        }

        given.Rig.Dialect.Locked.Clear();
        given.Rig.StandIn.Faults.Clear();
        (given.Loses, given.Rig.Dialect.Bulk.LooksUntilDone, given.Rig.Dialect.Bulk.FailsAfter) = (null, 2, null);
        for (var attempt = 0; attempt < 5 && Pending(orders).Any(); attempt++)
            await DeliverAsync(given, [.. Pending(orders)], isBulk: false);

        Pending(orders).ShouldBeEmpty();
        lost.ShouldBeGreaterThan(5);
        delivered.ShouldBeGreaterThan(200);
        AssertShows(given, orders);

        async Task DeliverAsync(Given to, Order[] batch, bool isBulk)
        {
            try
            {
                var answers = await to.Open(options => options.BulkFrom = 10).DeliverAsync([.. batch.Select(order => order.Delivery(isBulk))], CancellationToken.None);
                for (var at = 0; at < batch.Length; at++)
                {
                    batch[at].Take(answers[at]);
                    delivered += answers[at] is Delivered ? 1 : 0;
                }
            }
            catch (Exception failure) when (failure is TransientException or ProtocolException)
            {
                lost++;
                foreach (var order in batch)
                    order.MayExist = true;
            }
        }
    }

    private static IEnumerable<Order> Pending(Dictionary<int, Order> orders) => orders.Values.Where(order => order.Version != order.Acknowledged);

    private static void Live(Random random, Dictionary<int, Order> orders, List<string> accounts)
    {
        for (var change = random.Next(5, 30); change > 0; change--)
        {
            var number = random.Next(1, 120);
            if (!orders.TryGetValue(number, out var order))
                orders[number] = order = new Order(number);
            order.Version++;
            order.Deleted = order.Acknowledged > 0 && random.Next(8) == 0;
            order.Fields = new JsonObject
            {
                ["ERP_Account__c"] = accounts[random.Next(accounts.Count)],
                ["Name"] = $"{number}",
                ["ERP_Gross__c"] = order.Version,
                [List] = new JsonArray([.. Enumerable.Range(1, 6).Where(_ => random.Next(2) == 0).Select(line => (JsonNode)SalesforceRig.Line($"{line}", $"v{order.Version}", order.Version))]),
            };
        }
    }

    private static void Trouble(Given given, Random random, List<string> accounts)
    {
        given.Loses = random.Next(2) == 0 ? _ => random.Next(6) == 0 : null;
        if (random.Next(3) == 0)
            given.Rig.StandIn.Faults.PlanNext((FaultKind[])[FaultKind.Fail, FaultKind.TooBusy, FaultKind.DropAfterCommit, FaultKind.Nonsense] is var kinds ? kinds[random.Next(kinds.Length)] : default, random.Next(1, 3));
        if (random.Next(4) == 0)
            given.Rig.Dialect.EndSessions();
        given.Rig.Dialect.Locked.Clear();
        if (random.Next(3) == 0)
            given.Rig.Dialect.Locked.Add(accounts[random.Next(accounts.Count)]);
        given.Rig.Dialect.Bulk.LooksUntilDone = random.Next(3) == 0 ? 1000 : random.Next(1, 4);
        given.Rig.Dialect.Bulk.FailsAfter = random.Next(3) == 0 ? random.Next(0, 20) : null;
    }

    private static void AssertShows(Given given, Dictionary<int, Order> orders)
    {
        foreach (var order in orders.Values)
        {
            var found = given.Rig.Store.Where("ERP_Order__c", "ERP_ID__c", Given.Key(order.Number));
            if (order.Deleted)
            {
                found.ShouldBeEmpty($"order {order.Number} was deleted");
                continue;
            }

            var only = found.Single();
            only.Id.ShouldBe(order.RemoteId);
            (only.Text("ERP_Account__c"), only.Text("ERP_Gross__c")).ShouldBe(((string?)order.Fields["ERP_Account__c"], order.Fields["ERP_Gross__c"]!.ToString()), $"order {order.Number}");
            given.Rig.Store.Where("ERP_Order_Line__c", "ERP_Order__c", only.Id).Select(line => $"{line.Text("ERP_ID__c")} {line.Text("ERP_Description__c")}").Order(StringComparer.Ordinal)
                .ShouldBe(order.Fields[List]!.AsArray().Select(line => $"{Given.Key(order.Number)}/{line!["ERP_ID__c"]} {line["ERP_Description__c"]}"), $"order {order.Number}");
        }

        given.Rig.Store.Table("ERP_Order__c").Present.Count().ShouldBe(orders.Values.Count(order => !order.Deleted));
        given.Rig.Store.Table("ERP_Order_Line__c").Present.Count().ShouldBe(orders.Values.Where(order => !order.Deleted).Sum(order => order.Fields[List]!.AsArray().Count));
    }

    /// <summary>An order, and what the hub knows of it at the target.</summary>
    private sealed class Order(int number)
    {
        private int _sent;

        public int Number => number;
        public JsonObject Fields { get; set; } = [];
        public int Version { get; set; }
        public bool Deleted { get; set; }
        public int Acknowledged { get; private set; }
        public string? RemoteId { get; private set; }
        public bool MayExist { get; set; }

        public Delivery Delivery(bool isBulk)
        {
            _sent = Version;
            return new("ERP_Order__c", Given.Key(number), RemoteId, MayExist, Deleted ? ChangeKind.Deleted : ChangeKind.Upserted, Deleted ? [] : Fields) { IsBulk = isBulk };
        }

        public void Take(DeliveryResult answer)
        {
            switch (answer)
            {
                case Delivered(var id):
                    (Acknowledged, MayExist, RemoteId) = (_sent, false, Deleted ? null : id);
                    break;
                case Deferred:
                    break;
                default:
                    throw new InvalidOperationException($"Order {number}: {answer}");
            }
        }
    }
}
