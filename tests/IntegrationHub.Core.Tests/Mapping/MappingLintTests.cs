namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>What an integration engineer reads when a mapping is wrong.</summary>
public sealed class MappingLintTests
{
    [Theory]
    [InlineData("to: order\nfields:\n  number: A\n  orderedOn: { from: D, as: sapdate }", "erp/Test.yaml(4,29): unknown converter 'sapdate'; did you mean 'sap-date'?")]
    [InlineData("to: order\nfields:\n  number: A\n  orderdOn: D", "erp/Test.yaml(4,3): unknown field of order 'orderdOn'; did you mean 'orderedOn'?")]
    [InlineData("to: ordr\nfields:\n  number: A", "erp/Test.yaml(1,5): unknown canonical entity 'ordr'; did you mean 'order'?")]
    [InlineData("to: order\nfields:\n  status: S", "erp/Test.yaml(3,3): 'number' is missing: an order needs it")]
    [InlineData("to: order\nfield:\n  number: A", "erp/Test.yaml(2,1): unknown key 'field'; did you mean 'fields'?")]
    [InlineData("to: order\nfields:\n  number: A\n  net: NetAmount", "erp/Test.yaml(4,8): 'net' is money: write { amount: NetAmount, currency: … }")]
    [InlineData("to: order\nfields:\n  number: A\n  net: { amount: N }", "erp/Test.yaml(4,8): 'net' is money; its currency is missing: add a field (currency: …) or a constant (currency: { value: EUR })")]
    [InlineData("to: order\nfields:\n  number: A\n  lines:\n    each: l\n    fields:\n      number: N\n      quantity: { value: Q }", "erp/Test.yaml(8,17): 'quantity' is a quantity; its unit is missing: add a field (unit: …) or a constant (unit: { value: EA })")]
    [InlineData("to: order\nfields:\n  number: A\n  number: B", "erp/Test.yaml(4,3): duplicate 'number', first on line 3; keep one of them")]
    [InlineData("to: order\nfields:\n  number: A\n  status: { value: opne }", "erp/Test.yaml(4,20): unknown state of 'status' 'opne'; did you mean 'open'?")]
    [InlineData("to: order\nfields:\n  number: A\n  status: { from: S, choose: { A: open, B: dune } }", "erp/Test.yaml(4,44): unknown state of 'status' 'dune'; did you mean 'done'?")]
    [InlineData("to: order\nfields:\n  number: { from: A, as: sap-date }", "erp/Test.yaml(3,11): 'number' is a text, but the rule gives a date; take the converter out, or write 'text' behind it")]
    [InlineData("to: shipment\nfields:\n  number: A\n  shippedAt: { from: D, as: sap-date }", "erp/Test.yaml(4,14): 'shippedAt' is a point in time, but the rule gives a date; say which moment of it by 'instant' and a zone")]
    [InlineData("to: order\nfields:\n  number: A\n  customer: SoldToParty", "erp/Test.yaml(4,13): 'customer' is a reference: write { ref: customer, key: SoldToParty }")]
    [InlineData("to: order\nfields:\n  number: A\n  customer: { ref: contact, key: K }", "erp/Test.yaml(4,20): 'customer' refers to a customer, not to 'contact'; write ref: customer")]
    [InlineData("to: order\nfields:\n  number: A\n  lines: Items", "erp/Test.yaml(4,10): 'lines' is a list: write { each: Items, fields: … }, or a list of entries")]
    [InlineData("to: order\nfields:\n  number: [A, B]", "erp/Test.yaml(3,11): 'number' is a text, not a list")]
    [InlineData("to: order\nfields:\n  number: { from: A, value: B }", "erp/Test.yaml(3,22): a rule needs exactly one of from, value, first, join; found 2")]
    [InlineData("to: order\nfields:\n  number: { form: A }", "erp/Test.yaml(3,13): unknown key 'form'; did you mean 'from'?")]
    [InlineData("to: order\nfields:\n  number: 'A..B'", "erp/Test.yaml(3,11): 'A..B' is no path: a name is missing at character 3")]
    [InlineData("to: order\nfields:\n  number: A\n  key: B", "erp/Test.yaml(4,3): the key of a record comes from its source; take 'key' out")]
    [InlineData("from: { entity: E, key: K }\nto: order\nfields:\n  number: A", "erp/Test.yaml(1,20): the key of a record comes from its source; take 'key' out")]
    [InlineData("to: order\nfields:\n  number: A\n  orderedOn: { from: D, as: date-format }", "erp/Test.yaml(4,29): date-format needs 'pattern': Such as `M/d/yyyy` or `dd.MM.yyyy`.")]
    [InlineData("to: order\nfields:\n  number: A\n  orderedOn: { from: D, as: { date-format: { patern: d } } }", "erp/Test.yaml(4,46): unknown argument of date-format 'patern'; did you mean 'pattern'?")]
    [InlineData("to: order\nfields:\n  number: A\n  orderedOn: { from: D, as: { date-format: M/d } }", "erp/Test.yaml(4,44): date-format: 'M/d' is not a pattern of day, month and year")]
    [InlineData("to: shipment\nfields:\n  number: A\n  shippedAt: { from: D, as: { instant: Europe/Berln } }", "erp/Test.yaml(4,40): instant: 'zone': 'Europe/Berln' is not a time zone; expected an IANA name such as Asia/Tokyo")]
    [InlineData("to: contract\nfields:\n  number: A\n  noticeDays: { value: soon }", "erp/Test.yaml(4,24): 'soon' for 'noticeDays': not a number")]
    [InlineData("to: order\nfields:\n  number: A\n  net: { amount: N, currency: { value: euro } }", "erp/Test.yaml(4,40): 'euro' for 'net': not a currency code (ISO 4217); did you mean 'EUR'?")]
    [InlineData("to: order\nfields:\n  number: A\n  currency: { value: JPX }", "erp/Test.yaml(4,22): 'JPX' for 'currency': not a currency code (ISO 4217); did you mean 'JPY'?")]
    [InlineData("to: customer\nfields:\n  name: A\n  addresses: [{ city: C, country: { value: JPN } }]", "erp/Test.yaml(4,44): 'JPN' for 'country': not a country code (ISO 3166-1 alpha-2); did you mean 'JP'?")]
    [InlineData("to: customer\nfields:\n  name: A\n  language: { value: Japanese }", "erp/Test.yaml(4,22): 'Japanese' for 'language': not a language (BCP 47, such as ja or en-US)")]
    [InlineData("to: customer\nfields:\n  name: A\n  corporateNumber: { value: \"8000012050002\" }", "erp/Test.yaml(4,29): '8000012050002' for 'corporateNumber': not a corporate number (法人番号: 13 digits, the first of which checks the others)")]
    [InlineData("to: order\nfields:\n  number: A\n  net: { amount: N, currency: C, minor: yes }", "erp/Test.yaml(4,41): 'minor' is true or false")]
    [InlineData("to: order\nfields:\n  number: A\n  taxes: [{ category: { value: reduce }, rate: R }]", "erp/Test.yaml(4,32): unknown state of 'category' 'reduce'; did you mean 'reduced'?")]
    [InlineData("to: product\nfields:\n  sku: A\n  name: { from: B, as: { round: 2.5 } }", "erp/Test.yaml(4,33): round: 'digits': '2.5' is not a whole number")]
    [InlineData("to: product\nfields:\n  sku: A\n  name: { from: B, as: { round: { digits: 2, mode: dwn } } }", "erp/Test.yaml(4,52): round: 'mode': 'dwn' is none of half-up, half-even, down, up")]
    [InlineData("to: product\nfields:\n  sku: A\n  name: { from: B, as: { phone: Japan } }", "erp/Test.yaml(4,33): phone: 'region' must be a country of ISO 3166 in two capital letters, was 'Japan'")]
    [InlineData("to: product\nfields:\n  sku: A\n  name: { from: B, as: { blank: [[x]] } }", "erp/Test.yaml(4,33): blank takes its first argument, or a map of arguments")]
    [InlineData("to: order\nfields:\n  number: &a A\n  currency: *a", "erp/Test.yaml(3,11): not valid YAML: anchors and aliases (&, *) are not taken; write the part out")]
    [InlineData("to: order\nfields:\n\tnumber: A", "erp/Test.yaml(3,1): not valid YAML: a tab at the beginning of the line; put spaces there, as in the lines around it")]
    [InlineData("from: { entity: Test }\nto: order\nfields:\n  number: A\n\tcurrency: B", "erp/Test.yaml(5,1): not valid YAML: a tab at the beginning of the line; put spaces there, as in the lines around it")]
    [InlineData("to: order\nfields:\n  number：A\n  currency: B", "erp/Test.yaml(3,9): not valid YAML: a full-width '：'; write ': '")]
    [InlineData("to: order\nfields: [\n", "erp/Test.yaml(3,1): not valid YAML: While parsing a node, did not find expected node content.")]
    [InlineData("", "erp/Test.yaml: the file is empty")]
    public void A_broken_mapping_says_what_is_wrong_where_and_what_was_meant(string yaml, string lint) =>
        Mapped.Lints(yaml).ShouldBe([lint]);

    [Fact]
    public void A_pattern_that_could_run_for_ever_is_not_taken() =>
        Mapped.Lints("to: product\nfields:\n  sku: A\n  name: { from: B, as: { pattern: '(?=a)' } }").ShouldHaveSingleItem().ShouldStartWith("erp/Test.yaml(4,35): pattern: ");

    [Theory]
    [InlineData("from: order\nto: { object: o }\nfields:\n  n: numbr", "crm/test.yaml(4,6): unknown field of order 'numbr'; did you mean 'number'?")]
    [InlineData("from: order\nto: { object: o }\nfields:\n  n: gross", "crm/test.yaml(4,6): 'gross' is money: take 'gross.amount' or 'gross.currency'")]
    [InlineData("from: order\nto: { object: o }\nfields:\n  n: gross.amuont", "crm/test.yaml(4,6): unknown field of money 'amuont'; did you mean 'amount'?")]
    [InlineData("from: order\nto: { object: o }\nfields:\n  n: lines", "crm/test.yaml(4,6): 'lines' is a list: use 'each', or take one element by 'lines[0]'")]
    [InlineData("from: order\nto: { object: o }\nfields:\n  n: { ref: number }", "crm/test.yaml(4,13): 'number' is a text, not a reference")]
    [InlineData("from: order\nto: { object: o }\nfields:\n  n: { each: lines, fields: { x: product.sku } }", "crm/test.yaml(4,34): 'product.sku': a reference has no field 'sku'")]
    [InlineData("from: order\nto: { object: o }\nfields:\n  n: { from: status, choose: { opn: Open } }", "crm/test.yaml(4,32): unknown state 'opn'; did you mean 'open'?")]
    [InlineData("from: order\nto: { object: o }\nonly: { status: shiped }\nfields:\n  n: number", "crm/test.yaml(3,17): unknown state 'shiped'; there are: open, partial, done, cancelled")]
    [InlineData("from: order\nto: orders\nfields:\n  n: number", "crm/test.yaml(2,5): expected to: { target: connection, object: name }")]
    public void A_broken_outward_mapping_is_checked_against_the_canonical_model(string yaml, string lint) =>
        Mapped.Lints(yaml, outward: true).ShouldBe([lint]);

    [Fact]
    public void All_faults_are_told_at_once_in_the_order_of_the_file() =>
        Mapped.Lints("""
            to: order
            fields:
              nummer: A
              net: N
              status: { from: S, as: uper }
              lines:
                each: items
                fields: { quantity: Q }
            """).ShouldBe(
        [
            "erp/Test.yaml(3,3): unknown field of order 'nummer'; did you mean 'number'?",
            "erp/Test.yaml(4,8): 'net' is money: write { amount: N, currency: … }",
            "erp/Test.yaml(5,26): unknown converter 'uper'; did you mean 'upper'?",
            "erp/Test.yaml(8,13): 'number' is missing: an orderLine needs it",
            "erp/Test.yaml(8,25): 'quantity' is a quantity: write { value: Q, unit: … }",
        ]);
}
