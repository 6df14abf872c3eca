using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary><c>list[field=value].name</c>: the first element of a list whose field has a value.</summary>
public sealed class PickTests
{
    private static readonly Core.Mapping.Mapping Customer = Mapped.Inward("""
        to: customer
        fields:
          name: Name
          email: EMails[IsDefault=true].Address
          phone: EMails[IsDefault=true].Phone
          status: EMails[Kind=].Address
          taxId: parties[schemeID="VAT"].'odd name'[0]
          nameKana: groups[id=7].members[role.code='a]b'].name
          addresses:
            each: groups[id=7].places
            fields:
              kind: type
              city: rooms[n=2].label
              region: $.EMails[IsDefault=true].Address
          parent: { ref: customer, key: "parties[schemeID=DUNS].id" }
        """);

    [Fact]
    public void The_first_element_that_fits_is_taken_wherever_its_condition_stands()
    {
        var customer = Customer.Record<Customer>("""
            {"Name":"A","EMails":[{"Address":"x","Phone":"0","IsDefault":false},{"Address":"y","IsDefault":true,"Phone":null},{"IsDefault":true,"Address":"z","Phone":"9"}],
             "parties":[{"schemeID":"DUNS","id":5},{"odd name":["1","2"],"schemeID":"V\u0041T"}]}
            """);

        customer.Email.ShouldBe("y");
        customer.Phone.ShouldBeNull("what an element that was not picked holds must not shine through");
        customer.Status.ShouldBe("x", "an absent field is the empty text");
        customer.TaxId.ShouldBe("1");
        customer.Parent.ShouldBe(new RecordKey("erp", "customer", "5"));
    }

    [Fact]
    public void Picks_stand_within_picks_and_lists_within_them()
    {
        var customer = Customer.Record<Customer>("""
            {"Name":"A","EMails":[{"IsDefault":"true","Address":"d"}],"groups":[
              {"places":[{"type":"wrong"}],"members":[{"role":{"code":"a]b"},"name":"wrong"}],"id":6},
              {"members":[{"name":"no role"},{"name":"right","role":{"code":"a]b"}}],"places":[{"type":"p","rooms":[{"n":1,"label":"r1"},{"label":"r2","n":2}]},{"type":"q"}],"id":7}]}
            """);

        customer.NameKana.ShouldBe("right");
        customer.Addresses!.Select(address => (address.Kind, address.City, address.Region)).ShouldBe([("p", "r2", "d"), ("q", null, "d")]);
    }

    [Theory]
    [InlineData("{\"Name\":\"A\",\"EMails\":[]}")]
    [InlineData("{\"Name\":\"A\",\"EMails\":null}")]
    [InlineData("{\"Name\":\"A\",\"EMails\":[{\"IsDefault\":false,\"Address\":\"x\",\"Kind\":\"k\"},{\"Address\":\"y\",\"Kind\":1},null]}")]
    [InlineData("{\"Name\":\"A\"}")]
    public void Nothing_that_fits_is_absent(string json)
    {
        var customer = Customer.Record<Customer>(json);
        (customer.Email, customer.Phone, customer.Status).ShouldBe((null, null, null));
    }

    [Theory]
    [InlineData("{\"Name\":\"A\",\"EMails\":[{\"IsDefault\":[true],\"Address\":\"x\"},{\"IsDefault\":true,\"Address\":\"y\"}]}")]
    [InlineData("{\"Name\":\"A\",\"EMails\":[5,{\"IsDefault\":true,\"Address\":\"y\"}]}")]
    [InlineData("{\"Name\":\"A\",\"EMails\":\"x\"}")]
    public void Where_nobody_can_say_which_element_is_meant_the_record_is_refused(string json) =>
        Customer.Causes(json).ShouldContain("email: not a single value but an object or a list, or within something that is neither");

    [Fact]
    public void One_object_is_a_list_of_one() =>
        Customer.Record<Customer>("""{"Name":"A","EMails":{"Address":"x","IsDefault":true}}""").Email.ShouldBe("x");

    [Fact]
    public void A_property_that_comes_twice_does_not_shine_through() =>
        Customer.Record<Customer>("""{"Name":"A","EMails":[{"IsDefault":true,"Address":"x"}],"EMails":[{"Address":"y"}]}""").Email.ShouldBeNull();

    [Theory]
    [InlineData("{\"ID\":[{\"@schemeID\":\"DUNS\",\"#text\":\"1\"},{\"@schemeID\":\"VAT\",\"#text\":\"2\"}]}", "2", null)]
    [InlineData("{\"ID\":[{\"@schemeID\":\"DUNS\",\"#text\":\"1\"},\"3\"]}", null, "3")]
    [InlineData("{\"ID\":{\"@schemeID\":\"VAT\",\"#text\":\"2\"}}", "2", null)]
    [InlineData("{\"ID\":\"3\"}", null, "3")]
    [InlineData("{\"ID\":\"\"}", null, null)]
    public void An_element_of_XML_is_picked_by_its_attribute_and_gives_its_text(string json, string? vat, string? plain)
    {
        var mapping = Mapped.Inward("to: customer\nfields:\n  name: { from: N, absent: n }\n  taxId: ID[@schemeID=VAT]\n  phone: ID[@schemeID=]");
        var customer = mapping.Record<Customer>(json);
        (customer.TaxId, customer.Phone).ShouldBe((vat, plain));
    }

    [Fact]
    public void Only_and_the_first_of_several_see_picks_too()
    {
        var mapping = Mapped.Inward("""
            to: customer
            only: { "roles[client='100'].active": true }
            fields:
              name: { first: [ "names[lang=ja].text", "names[lang=en].text" ] }
            """);

        mapping.Record<Customer>("""{"roles":[{"client":100,"active":true}],"names":[{"lang":"en","text":"E"},{"lang":"ja","text":"J"}]}""").Name.ShouldBe("J");
        mapping.Map("""{"roles":[{"client":200,"active":true},{"client":100}],"names":[{"lang":"en","text":"E"}]}""").ShouldBe(MapResult.LeftOut.Instance);
    }

    [Fact]
    public void Outwards_the_field_of_the_condition_is_checked_against_the_canonical_model()
    {
        var mapping = Mapped.Outward("""
            from: customer
            to: { object: Account }
            fields: { city: "addresses[kind=billing].city" }
            """);

        mapping.Map("""{"addresses":[{"kind":"delivery","city":"K"},{"kind":"billing","city":"B"}]}"""u8.ToArray())
            .ShouldBeOfType<OutwardResult.Mapped>().Fields.ToJsonString().ShouldBe("""{"city":"B"}""");
    }

    [Theory]
    [InlineData("addresses[knd=billing].city", "unknown field of address 'knd'; did you mean 'kind'?")]
    [InlineData("addresses[kind=billing].town", "unknown field of address 'town'; there are: kind, line1, line2, city, region, postalCode, country")]
    [InlineData("name[kind=x].city", "'name[kind=x].city': a text has no elements")]
    public void A_pick_that_cannot_be_is_told_outwards(string path, string lint) =>
        Mapped.Lints($"from: customer\nto: {{ object: o }}\nfields:\n  n: {path}", outward: true).ShouldBe([$"crm/test.yaml(4,6): {lint}"]);

    [Theory]
    [InlineData("a[b=c]", "[field=value] takes a whole element, so a '.' and the name of one of its fields must follow at character 7")]
    [InlineData("a[b=c][0].d", "[field=value] takes a whole element, so a '.' and the name of one of its fields must follow at character 7")]
    [InlineData("a[b].d", "expected [0] or [field=value] at character 4")]
    [InlineData("a[].d", "a name is missing at character 3")]
    [InlineData("a[=c].d", "a name is missing at character 3")]
    [InlineData("a[b=c.d", "the '[' is not closed at character 8")]
    [InlineData("a[b='c].d", "the quote is not closed at character 5")]
    [InlineData("a[1000].d", "[n] takes the n-th element, from [0] to [999] at character 8")]
    [InlineData("a[-1].d", "expected [0] or [field=value] at character 5")]
    public void A_pick_that_is_none_is_told_with_its_place(string path, string why) =>
        Mapped.Lints($"to: customer\nfields:\n  name: \"{path}\"").ShouldBe([$"erp/Test.yaml(3,9): '{path}' is no path: {why}"]);

    [Fact]
    public void An_explanation_says_which_element_was_picked()
    {
        var explained = Customer.Explain("erp", new SourceRecord("1", ChangeKind.Upserted, """{"Name":"A","EMails":[{"Address":"x"},{"Address":"y","IsDefault":true}]}"""u8.ToArray()));

        explained.Of("email")!.Steps.ShouldBe(
        [
            new ExplainedStep("pick", "EMails[IsDefault=true]", null, "1", null),
            new ExplainedStep("read", "EMails[1].Address", null, "\"y\"", null),
        ]);
        explained.Of("taxId")!.Steps.ShouldBe(
        [
            new ExplainedStep("pick", "parties[schemeID=\"VAT\"]", null, null, null),
            new ExplainedStep("read", "parties[schemeID=\"VAT\"].'odd name'[0]", null, null, null),
        ]);
    }

    [Fact]
    public void Elements_that_do_not_fit_cost_no_memory()
    {
        var elements = string.Concat(Enumerable.Range(0, 1000).Select(i => $$"""{"IsDefault":false,"Address":"{{i}}","Phone":"{{i}}"},"""));
        var many = System.Text.Encoding.UTF8.GetBytes($$"""{"Name":"A","EMails":[{{elements}}{"IsDefault":true,"Address":"y"}]}""");
        var few = """{"Name":"A","EMails":[{"IsDefault":true,"Address":"y"}]}"""u8.ToArray();

        Allocated(many).ShouldBe(Allocated(few));

        static long Allocated(byte[] json)
        {
            Customer.Map(json);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Customer.Map(json);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
