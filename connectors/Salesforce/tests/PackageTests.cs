using System.Xml.Linq;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;
using YamlDotNet.RepresentationModel;

namespace IntegrationHub.Connectors.Salesforce.Tests;

/// <summary>The metadata package: whole in itself, and with all that the mappings write.</summary>
public sealed class PackageTests : IAsyncLifetime
{
    private static readonly string Root = Checkout.PathOf("connectors/Salesforce");
    private static readonly XNamespace Metadata = "http://soap.sforce.com/2006/04/metadata";

    private readonly SalesforceRig _rig = new();
    private readonly HttpClient _http = new();

    public Task InitializeAsync() => _rig.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    public static TheoryData<string> Mappings => [.. Directory.GetFiles(Path.Combine(Root, "mappings"), "*.yaml").Select(path => Path.GetFileName(path)).Where(name => !name.EndsWith(".cases.yaml", StringComparison.Ordinal))];

    [Fact]
    public void All_of_it_is_well_formed_metadata()
    {
        var files = Directory.GetFiles(Path.Combine(Root, "package"), "*-meta.xml", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThan(200);
        foreach (var file in files)
            XDocument.Load(file).Root!.Name.Namespace.ShouldBe(Metadata, file);
    }

    [Theory, MemberData(nameof(Mappings))]
    public async Task What_a_mapping_writes_is_there_and_can_be_written(string mapping)
    {
        await using var target = _rig.Open(new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance));
        var (entity, fields) = Read(mapping);
        var described = (await ((ITargetSetup)target).DescribeAsync(entity, CancellationToken.None)).ShouldNotBeNull(entity);
        foreach (var (name, choices) in fields.Append(("ERP_ID__c", [])))
        {
            var field = described.Fields.SingleOrDefault(known => known.Name == name).ShouldNotBeNull($"{entity}.{name}");
            field.Writable.ShouldBeTrue($"{entity}.{name}");
            if (choices.Count > 0)
                (field.Choices ?? []).ShouldBe(choices, ignoreOrder: true, $"{entity}.{name}");
        }
    }

    [Fact]
    public void Every_field_is_granted_to_the_hub_and_shown_to_those_who_may_see_it()
    {
        var fields = Fields().Where(field => (string?)field.Xml.Element(Metadata + "type") != "MasterDetail").Select(field => field.Name).Order(StringComparer.Ordinal).ToList();
        foreach (var set in (string[])["ERP_Integration", "ERP_Viewer"])
        {
            var granted = Load($"permissionsets/{set}.permissionset-meta.xml").Elements(Metadata + "fieldPermissions").ToList();
            granted.Select(one => (string)one.Element(Metadata + "field")!).Order(StringComparer.Ordinal).ToList().ShouldBe(fields, set);
            var readOnly = Fields().Where(field => field.Xml.Element(Metadata + "formula") is not null || (string?)field.Xml.Element(Metadata + "type") == "Summary").Select(field => field.Name).ToHashSet();
            granted.ShouldAllBe(one => (string)one.Element(Metadata + "editable")! == (set == "ERP_Integration" && !readOnly.Contains((string)one.Element(Metadata + "field")!) ? "true" : "false"));
        }
    }

    [Fact]
    public void Every_label_is_there_in_Japanese()
    {
        foreach (var (name, xml) in Fields())
        {
            var (entity, field) = (name.Split('.')[0], name.Split('.')[1]);
            var translated = XDocument.Load(Path.Combine(Root, $"package/japanese/main/default/objectTranslations/{entity}-ja/{field}.fieldTranslation-meta.xml")).Root!;
            ((string?)translated.Element(Metadata + "name")).ShouldBe(field);
            ((string?)translated.Element(Metadata + "label")).ShouldNotBeNullOrWhiteSpace(name);
            translated.Elements(Metadata + "picklistValues").Select(value => (string)value.Element(Metadata + "masterLabel")!).ShouldBe(xml.Descendants(Metadata + "value").Where(value => value.HasElements).Select(value => (string)value.Element(Metadata + "label")!), name);
        }
    }

    /// <summary>Names that other parts of the package use: columns of lists, fields of the record page, what roll-ups sum.</summary>
    [Fact]
    public void What_is_named_is_there()
    {
        var fields = Fields().Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var lists = Fields().Select(field => (string?)field.Xml.Element(Metadata + "relationshipName")).OfType<string>().Select(name => name + "__r").ToHashSet(StringComparer.Ordinal);
        foreach (var (name, xml) in Fields())
            foreach (var summed in xml.Elements(Metadata + "summarizedField").Concat(xml.Elements(Metadata + "summaryForeignKey")).Concat(xml.Descendants(Metadata + "field")))
                fields.ShouldContain(summed.Value, name);
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "package/force-app/main/default/layouts")))
        {
            var (entity, layout) = (Path.GetFileName(file).Split('-')[0], XDocument.Load(file).Root!);
            layout.Descendants(Metadata + "layoutItems").Select(item => (string)item.Element(Metadata + "field")!).Where(field => field.EndsWith("__c", StringComparison.Ordinal)).ShouldAllBe(field => fields.Contains($"{entity}.{field}"), file);
            foreach (var list in layout.Elements(Metadata + "relatedLists"))
                list.Elements(Metadata + "fields").Where(field => field.Value.EndsWith("__c", StringComparison.Ordinal)).ShouldAllBe(field => fields.Contains($"{list.Element(Metadata + "relatedList")!.Value.Split('.')[0]}.{field.Value}"), file);
        }

        var page = Load("flexipages/ERP_Account_Record_Page.flexipage-meta.xml");
        page.Descendants(Metadata + "fieldItem").Select(item => item.Value.Replace("Record.", "Account.", StringComparison.Ordinal)).ShouldBeSubsetOf(fields);
        page.Descendants(Metadata + "value").Where(value => value.Value.EndsWith("__r", StringComparison.Ordinal)).Select(value => value.Value).ShouldBeSubsetOf(lists);
        var regions = page.Elements(Metadata + "flexiPageRegions").Select(region => (string)region.Element(Metadata + "name")!).ToHashSet(StringComparer.Ordinal);
        page.Descendants(Metadata + "value").Where(value => value.Value.StartsWith("Facet-", StringComparison.Ordinal)).ShouldAllBe(value => regions.Contains(value.Value));
        page.Descendants(Metadata + "identifier").Select(identifier => identifier.Value).ShouldBeUnique();
    }

    private static XElement Load(string path) => XDocument.Load(Path.Combine(Root, "package/force-app/main/default", path)).Root!;

    private static IEnumerable<(string Name, XElement Xml)> Fields() => Directory.GetFiles(Path.Combine(Root, "package/force-app/main/default/objects"), "*.field-meta.xml", SearchOption.AllDirectories)
        .Select(path => ($"{new DirectoryInfo(path).Parent!.Parent!.Name}.{Path.GetFileName(path).Split('.')[0]}", XDocument.Load(path).Root!));

    /// <summary>A mapping's object, and its fields with the values that <c>choose</c> gives.</summary>
    private static (string Entity, List<(string Name, List<string> Choices)> Fields) Read(string mapping)
    {
        using var reader = new StreamReader(Path.Combine(Root, "mappings", mapping));
        var yaml = new YamlStream();
        yaml.Load(reader);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return (root["to"]["object"].ToString(), [.. Names((YamlMappingNode)root["fields"], "")]);
    }

    private static IEnumerable<(string Name, List<string> Choices)> Names(YamlMappingNode fields, string before)
    {
        foreach (var (name, rule) in fields)
        {
            var choices = rule is YamlMappingNode map && map.Children.TryGetValue("choose", out var choose) ? ((YamlMappingNode)choose).Children.Values.Select(value => value.ToString()).ToList() : [];
            yield return ($"{before}{name}", choices);
            if (rule is YamlMappingNode list && list.Children.ContainsKey("each"))
                foreach (var inner in Names((YamlMappingNode)list["fields"], $"{name}[]."))
                    yield return inner;
        }
    }
}
