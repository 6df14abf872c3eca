using System.Text;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Preview;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Preview;

public sealed class CaseRecorderTests
{
    private static readonly CaseRecorder Recorder = new(new Masking(new Guid("00000000-0000-0000-0000-000000000001")));

    private const string Mapping = """
        to: customer
        only: { Company: ["0001"] }
        fields:
          name: Name
          nameKana: { first: [Kana, { from: Name }] }
          email: { from: Mail, as: [trim, lower] }
          phone: Tel
          status: { from: State, choose: { Active one: active, Blocked: blocked } }
          addresses: [{ line1: head."street.name", city: City, country: { from: Land, as: country } }]
          attributes:
            note: Remark
            fax: Fax
            since: { from: Since, as: date }
            limit: { from: Limit, as: decimal }
        """;

    private const string Record = """
        {"Company":"0001","Name":"株式会社山本商事","Kana":"ヤマモトショウジ","Mail":" Hana@Yamamoto.co.jp ","Tel":"03-1234-5678","State":"Active one","head":{"street.name":"Obere Str. 57","x":1},
         "City":"京都市","Land":"Germany","Remark":"spoke to Hana","Fax":"03-1234-9999","Since":"2026-04-01","Limit":12.50,"Secret":"Hana Yamamoto","Mobile":"0901234567"}
        """;

    [Fact]
    public void A_recorded_case_passes_holds_what_the_mapping_reads_and_nothing_of_the_person()
    {
        var file = Inward(Mapping);

        var yaml = Append(file, Recorder.Record(file.Inward!, "C-1", Encoding.UTF8.GetBytes(Record)));

        foreach (var personal in new[] { "山本", "ヤマモト", "Hana", "hana", "Yamamoto", "yamamoto", "5678", "9999", "Obere", "京都", "spoke" })
            yaml.ShouldNotContain(personal);
        foreach (var dropped in new[] { "Secret", "Mobile", " x:" })
            yaml.ShouldNotContain(dropped);
        foreach (var kept in new[] { "Active one", "Germany", "2026-04-01", "12.50", "株式会社", "03-1", ".example", "\"0001\"" })
            yaml.ShouldContain(kept);
        MappingCases.Run(file.Inward!, "cases", Encoding.UTF8.GetBytes(yaml)).ShouldBe(1);
    }

    [Fact]
    public void Refused_and_left_out_records_become_cases_of_that()
    {
        var file = Inward(Mapping);
        var refused = Append(file, Recorder.Record(file.Inward!, "C-2", """{"Company":"0001","Name":"","Land":"Atlantis"}"""u8.ToArray()), Recorder.Record(file.Inward!, "C-3", """{"Company":"9","Name":"Hana"}"""u8.ToArray()));

        refused.ShouldContain("not a known country");
        refused.ShouldContain("leftOut: true");
        refused.ShouldNotContain("Hana");
        MappingCases.Run(file.Inward!, "cases", Encoding.UTF8.GetBytes(refused)).ShouldBe(2);
    }

    [Fact]
    public void A_mask_the_mapping_does_not_take_is_tried_again_until_it_does()
    {
        var file = Inward("to: customer\nfields: { name: Name, taxId: { from: Tax, as: [integer, text] }, phone: { from: Name, choose: { Hana: one, Otto: two } } }");
        var dated = Inward("to: contact\nfields: { name: { from: Born, as: [{ date-format: yyyy-M-d }, text] } }");

        Append(file, Recorder.Record(file.Inward!, "1", """{"Name":"Hana","Tax":"123"}"""u8.ToArray())).ShouldContain("Hana");   // what a mapping chooses by is a code
        var yaml = Append(dated, Recorder.Record(dated.Inward!, "1", """{"Born":"1964-12-7"}"""u8.ToArray()));
        yaml.ShouldNotContain("1964-12-7");
    }

    [Fact]
    public void Numbers_that_are_checked_get_masks_that_pass_the_check_and_codes_stay()
    {
        var file = Inward("""
            to: customer
            fields:
              name: N
              corporateNumber: { from: C, as: corporate-number }
              phone: { from: T, as: { phone: JP } }
              email: { from: M, as: email }
              addresses: [{ postalCode: { from: Z, as: postal-code-jp }, region: { from: P, as: prefecture }, line1: A }]
            """);

        var yaml = Append(file, Recorder.Record(file.Inward!, "1", """{"N":"国税庁","C":"T7000012050002","T":"０３-５２５３-１１１１","M":"Hana@nta.go.jp","Z":"〒100-8978","P":"東京都","A":"千代田区霞が関3-1-1"}"""u8.ToArray()));

        foreach (var personal in new[] { "国税", "000012050002", "１１１１", "Hana", "8978", "霞" })
            yaml.ShouldNotContain(personal);
        yaml.ShouldContain("region: 東京都");
        yaml.ShouldContain("corporateNumber: ");
        yaml.ShouldContain("phone: \"+813");
    }

    [Fact]
    public void A_value_that_looks_like_a_person_is_masked_wherever_it_goes()
    {
        var file = Inward("to: order\nfields: { number: No, customer: { ref: customer, key: By } }");

        var yaml = Append(file, Recorder.Record(file.Inward!, "hana@yamamoto.jp", """{"No":"03-1234-5678","By":"hana@yamamoto.jp"}"""u8.ToArray()));

        yaml.ShouldNotContain("hana");
        yaml.ShouldNotContain("5678");
        yaml.ShouldContain(".example");
    }

    [Fact]
    public void Lists_are_masked_entry_by_entry_and_outward_mappings_have_cases_too()
    {
        var file = Inward("to: order\nfields: { number: No, lines: { each: items, fields: { number: pos, description: text } } }");
        var inward = Append(file, Recorder.Record(file.Inward!, "1", """{"No":"1","items":[{"pos":1,"text":"for Hana"},{"pos":2,"text":"for Otto"}]}"""u8.ToArray()));
        var crm = new MappingFile("crm/customer.yaml", "", null, MappingCompiler.CompileOutward("crm/customer.yaml", "{ from: customer, to: { object: a }, fields: { id: { from: key, as: record-id }, title: name, city: 'addresses[0].city' } }"u8.ToArray()));
        var outward = Append(crm, Recorder.Record(crm.Outward!, "C1", """{"key":"erp/customer/C1","name":"Hana Yamamoto","email":"h@y.jp","addresses":[{"city":"Bonn"}]}"""u8.ToArray()));

        (inward + outward).ShouldNotContain("Hana");
        (inward + outward).ShouldNotContain("Otto");
        outward.ShouldNotContain("Bonn");
        outward.ShouldNotContain("email");
        MappingCases.Run(file.Inward!, "cases", Encoding.UTF8.GetBytes(inward)).ShouldBe(1);
    }

    [Fact]
    public void Elements_that_are_picked_by_a_field_and_XML_are_recorded_so_that_they_are_found_again()
    {
        var file = Inward("to: contact\nfields: { name: N, email: \"mails[type='private address'].at\", phone: tel }");

        var yaml = Append(file, Recorder.Record(file.Inward!, "1", """
            {"N":{"@id":"1","#text":"Hana"},"mails":[{"type":"work","at":"h@work.jp","note":"x"},{"type":"private address","at":"hana@home.jp"}],"tel":{"#text":"03-1234-5678","@kind":"Hana"}}
            """u8.ToArray()));

        yaml.ShouldContain("private address");
        foreach (var personal in new[] { "Hana", "hana", "h@work", "5678", "note", "@id", "@kind" })
            yaml.ShouldNotContain(personal);
        yaml.ShouldContain(".example");
    }

    [Fact]
    public void Nothing_in_a_cases_file_is_overwritten_and_a_case_that_is_there_is_not_added_again()
    {
        var file = Inward("to: customer\nfields: { name: Name }");
        var path = Path.Combine(TestFolders.Create("cases"), "Customers.cases.yaml");
        File.WriteAllText(path, "# mine\n- { name: by hand, input: { Name: x }, expect: { name: x } }");
        var one = Recorder.Record(file.Inward!, "1", """{"Name":"Hana"}"""u8.ToArray());

        CasesFile.Append(file, path, [one, one]).Count.ShouldBe(1);
        CasesFile.Append(file, path, [one]).ShouldBeEmpty();

        File.ReadAllText(path).ShouldStartWith("# mine\n- { name: by hand, input: { Name: x }, expect: { name: x } }\n\n- name: ");
        MappingCases.Run(file.Inward!, path, File.ReadAllBytes(path)).ShouldBe(2);
    }

    private static MappingFile Inward(string yaml) => new("erp/Customers.yaml", "", MappingCompiler.Compile("erp/Customers.yaml", Encoding.UTF8.GetBytes(yaml)), null);

    private static string Append(MappingFile file, params RecordedCase[] cases)
    {
        var path = Path.Combine(TestFolders.Create("cases"), "a.cases.yaml");
        CasesFile.Append(file, path, cases).Count.ShouldBe(cases.Length);
        return File.ReadAllText(path);
    }
}

internal static class Reports
{
    /// <summary>So many cases, and all pass.</summary>
    public static void ShouldBe(this CaseReport report, int count)
    {
        report.Failures.ShouldBeEmpty();
        report.Count.ShouldBe(count);
    }
}
