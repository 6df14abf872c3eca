using System.Text;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>What every source keeps, over repeated elements in several files.</summary>
public sealed class XmlSourceTests() : SourceContract(new XmlRig());

/// <summary>Six orders in three files, among them what is broken.</summary>
internal sealed class XmlRig : ISourceRig
{
    private readonly TempFolder _folder = new TempFolder()
        .With("a.xml", "<all><o><id>1</id><by>Maria Anders</by></o><o><id>2</id></o><o><by>Maria Anders</by></o><o><id>3</id></o></all>")
        .With("b.xml", "<o><id>4</id><o><id>inner</id></o></o>")
        .With("c.xml", "<all><o><id>5</id></o><o><id>1</id></o><o><id>6</id></o><o>Maria Anders</all>");

    public string Entity => "Orders";
    public IReadOnlyList<string> Keys => ["1", "2", "3", "4", "5", "6"];
    public IReadOnlyList<string> Confidential => ["Maria Anders"];

    public Task<ISource> OpenAsync(ConnectorServices services) => Task.FromResult<ISource>(new FilesSource(_folder.Xml("*.xml", "id", "o"), services));

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What every source keeps, over a folder with one document per file.</summary>
public sealed class XmlDocumentSourceTests() : SourceContract(new XmlDocumentRig());

/// <summary>Five documents, and two files that are none.</summary>
internal sealed class XmlDocumentRig : ISourceRig
{
    private readonly TempFolder _folder = new TempFolder()
        .With("1.xml", "<o><head no='1'/><by>Maria Anders</by></o>")
        .With("2.xml", "<o><head no='2'/><line>a</line><line>b</line></o>")
        .With("3.xml", "<o><head no='3'/><by>Maria Anders</o>")
        .With("4.xml", "<!DOCTYPE o><o><head no='4'/></o>")
        .With("5.xml", "<o><head no='5'/></o>")
        .With("6.xml", "<o><head no='6'/></o>")
        .With("7.xml", "<o><head no='7'/></o>");

    public string Entity => "Orders";
    public IReadOnlyList<string> Keys => ["1", "2", "5", "6", "7"];
    public IReadOnlyList<string> Confidential => ["Maria Anders"];

    public Task<ISource> OpenAsync(ConnectorServices services) => Task.FromResult<ISource>(new FilesSource(_folder.Xml("*.xml", "head.@no"), services));

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class XmlTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<o><id>1</id></o>", """{"id":"1"}""")]
    [InlineData("<o><id>1</id><a/><b></b><c> </c></o>", """{"id":"1","a":"","b":"","c":""}""")]
    [InlineData("<o><id>1</id><a>1</a><b>2</b><a>3</a></o>", """{"id":"1","a":["1","3"],"b":"2"}""")]
    [InlineData("<o><id>1</id><a u='x'>1</a><a>2</a></o>", """{"id":"1","a":[{"@u":"x","#text":"1"},"2"]}""")]
    [InlineData("<o><id s='&lt;高橋&#x9;'> 1\n</id></o>", """{"id":{"@s":"<高橋\t","#text":" 1\n"}}""")]
    [InlineData("<n:o xmlns:n='urn:n' xmlns='urn:d' n:v='2'><id>1</id><n:a>x</n:a><a>y</a></n:o>", """{"@v":"2","id":"1","a":["x","y"]}""")]
    [InlineData("<o xmlns:n='urn:n' v='1' n:v='2'><id>1</id></o>", """{"@v":"1","id":"1"}""")]
    [InlineData("<o><id>1</id>a<b>c</b><![CDATA[<d>]]></o>", """{"#text":"a<d>","id":"1","b":"c"}""")]
    [InlineData("<?xml version='1.0'?><!-- x --><o><?p q?><id>1<!-- x -->2</id></o>", """{"id":"12"}""")]
    public async Task A_document_becomes_an_object(string xml, string json)
    {
        var batches = await _folder.With("o.xml", xml).Xml("o.xml", "id").ReadAllAsync();

        batches.Broken().ShouldBeEmpty();
        batches.Jsons().ShouldBe([json]);
    }

    [Fact]
    public async Task A_file_says_its_encoding_itself()
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding("shift_jis")!;
        var batches = await _folder.With("o.xml", encoding.GetBytes("<?xml version='1.0' encoding='shift_jis'?><o><id>高橋</id></o>")).Xml("o.xml", "id").ReadAllAsync();

        batches.Keys().ShouldBe(["高橋"]);
    }

    [Fact]
    public async Task Each_file_of_a_pattern_is_a_record_and_one_that_is_no_xml_spoils_only_itself()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "in"));
        _folder.With("in/2.xml", "<o><head id='2'/></o>").With("in/1.xml", "<o><head id='1'/></o>").With("in/3.txt", "no").With("in/4.xml", "<o>\n<head id='4'/></p>").With("in/5.xml", "<o><head id='5'/></o>");

        var batches = await _folder.Xml("in/*.xml", "head.@id").ReadAllAsync(batchSize: 2);

        batches.Keys().ShouldBe(["1", "2", "5"]);
        var broken = batches.Broken().ShouldHaveSingleItem();
        broken.Place.ShouldBe("in/4.xml line 2");
        broken.Reason.ShouldStartWith("No well-formed XML: ");
        Encoding.UTF8.GetString(broken.Raw.Span).ShouldBe("<o>\n<head id='4'/></p>");
    }

    [Fact]
    public async Task A_pattern_that_finds_nothing_has_no_records_and_a_new_file_is_a_change()
    {
        var options = _folder.Xml("*.xml", "id");
        var first = await options.ReadAllAsync();
        first.Keys().ShouldBeEmpty();

        _folder.With("1.xml", "<o><id>1</id></o>");

        (await options.ReadAllAsync(first[^1].Next)).Keys().ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_mixed_folder_is_parted_by_element()
    {
        _folder.With("1.xml", "<Invoice><ID>1</ID></Invoice>").With("2.xml", "<CreditNote><ID>2</ID></CreditNote>");

        (await _folder.Xml("*.xml", "ID", "Invoice").ReadAllAsync()).Keys().ShouldBe(["1"]);
        (await _folder.Xml("*.xml", "ID", "CreditNote").ReadAllAsync()).Keys().ShouldBe(["2"]);
    }

    [Fact]
    public async Task What_stands_before_the_broken_place_of_a_file_is_read()
    {
        var batches = await _folder.With("o.xml", "<all><o><id>1</id></o>\n<o><no/></o>\n<o><id>1</id></o>\n<o><id>2</id></o>\n<o><id>3</o></all>").Xml("o.xml", "id", "o").ReadAllAsync();

        batches.Keys().ShouldBe(["1", "2"]);
        batches.Broken().Select(broken => $"{broken.Place}: {broken.Reason}").ShouldBe(
        [
            "o.xml line 2: id is empty, but it is the key.",
            "o.xml line 3: The key 1 is already in o.xml line 1.",
            "o.xml line 5: No well-formed XML: The 'id' start tag on line 5 position 5 does not match the end tag of 'o'. Line 5, position 11. Correct the file; nothing behind this line could be read.",
        ]);
    }

    [Theory]
    [InlineData("<!DOCTYPE o [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><o><id>&b;</id></o>")]
    [InlineData("<!DOCTYPE o SYSTEM 'file:///etc/hostname'><o><id>1</id></o>")]
    [InlineData("<!DOCTYPE o [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><o><id>&x;</id></o>")]
    public async Task A_document_type_declaration_is_refused(string xml)
    {
        var batches = await _folder.With("o.xml", xml).Xml("o.xml", "id").ReadAllAsync();

        batches.Keys().ShouldBeEmpty();
        batches.Broken().ShouldHaveSingleItem().Reason.ShouldStartWith("A document type declaration.");
    }

    [Fact]
    public async Task An_entity_that_nobody_declared_is_refused() =>
        (await _folder.With("o.xml", "<o><id>&x;</id></o>").Xml("o.xml", "id").ReadAllAsync()).Broken().ShouldHaveSingleItem().Reason.ShouldContain("undeclared entity");

    [Theory]
    [InlineData(29, null)]
    [InlineData(30, "Elements are nested more than 30 deep.")]
    [InlineData(100_000, "Elements are nested more than 30 deep.")]
    public async Task Depth_has_a_limit(int within, string? reason)
    {
        var xml = $"<o><id>1</id>{string.Concat(Enumerable.Repeat("<a>", within))}x{string.Concat(Enumerable.Repeat("</a>", within))}</o>";

        var batches = await _folder.With("o.xml", xml).Xml("o.xml", "id").ReadAllAsync();

        if (reason is null)
            System.Text.Json.JsonDocument.Parse(batches.Jsons().Single()).Dispose();
        else
            batches.Broken().ShouldHaveSingleItem().Reason.ShouldStartWith(reason);
    }

    [Theory]
    [InlineData("<o><id>1</id><a>{0}</a></o>")]
    [InlineData("<o a='{0}'><id>1</id></o>")]
    [InlineData("<!--{0}--><o><id>1</id></o>")]
    public async Task Size_has_a_limit(string xml)
    {
        _folder.With("o.xml", string.Format(System.Globalization.CultureInfo.InvariantCulture, xml, new string('x', MeteredStream.Limit)));

        var broken = (await _folder.Xml("o.xml", "id").ReadAllAsync()).Broken().ShouldHaveSingleItem();

        broken.Reason.ShouldStartWith("An element takes more than 16 MiB.");
        broken.Raw.Length.ShouldBe(1024 * 1024);
    }

    [Fact]
    public async Task A_file_larger_than_the_limit_streams_element_by_element()
    {
        var text = new string('x', 100_000);
        using (var file = File.CreateText(Path.Combine(_folder.Path, "o.xml")))
        {
            file.Write("<all>");
            for (var id = 0; id < 200; id++)
                file.Write($"<o><id>{id}</id><t>{text}</t></o>");
            file.Write("</all>");
        }

        var batches = await _folder.Xml("o.xml", "id", "o").ReadAllAsync();

        batches.Broken().ShouldBeEmpty();
        batches.Keys().Count().ShouldBe(200);
    }

    [Fact]
    public async Task A_key_of_several_paths_is_joined() =>
        (await _folder.With("o.xml", "<o><h c='01'><n> 7 </n></h></o>").Xml("o.xml", "h.@c/h.n").ReadAllAsync()).Keys().ShouldBe(["01/7"]);

    [Theory]
    [InlineData("o.xml", "nr", null, "Entities:Orders:Key: o.xml line 1 has nothing at 'nr'. In o there are id, @v.")]
    [InlineData("o.xml", "idd", null, "Entities:Orders:Key: o.xml line 1 has nothing at 'idd'. Did you mean 'id'?")]
    [InlineData("p.xml", "id", null, "p.xml is not in")]
    [InlineData("gone/*.xml", "id", null, "Folder: ")]
    [InlineData("*.csv", "id", null, "File: a pattern such as '*.csv' is for XML files")]
    public async Task A_check_tells_what_is_wrong_with_the_settings(string file, string key, string? element, string message) =>
        (await Should.ThrowAsync<SetupException>(() => _folder.With("o.xml", "<o v='1'><id>1</id></o>").Xml(file, key, element).Open().CheckAsync(CancellationToken.None)))
            .Message.ShouldStartWith(message);

    [Fact]
    public async Task Children_are_for_csv_files()
    {
        var options = _folder.With("o.xml", "<o/>").Xml("o.xml", "id");
        options.Entities["Orders"].Children["lines"] = new() { File = "Lines.csv", On = "Order" };

        (await Should.ThrowAsync<SetupException>(() => options.ReadAllAsync())).Message.ShouldStartWith("Entities:Orders:Children: XML files have no child files");
    }
}
