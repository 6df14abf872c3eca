namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>Several faults that have nothing to do with one another, in one file: each is told once, and none for another's sake.</summary>
public sealed class AllFaultsTests
{
    public static TheoryData<string, string, string[]> Inward => new()
    {
        {
            "a misspelt field hides nothing below it",
            """
            to: order
            fields:
              number: A
              orderdOn: { from: "D..E", as: dateformat }
              satus: { from: S, choose: { A: opne, B: done } }
              nett: { ammount: N, currency: { value: YEN } }
              custmer: { ref: contact, key: K, as: uper }
            """,
            [
                "(4,3): unknown field of order 'orderdOn'; did you mean 'orderedOn'?",
                "(4,21): 'D..E' is no path: a name is missing at character 3",
                "(4,33): unknown converter 'dateformat'; did you mean 'date-format'? It needs 'pattern': Such as `M/d/yyyy` or `dd.MM.yyyy`.",
                "(5,3): unknown field of order 'satus'; did you mean 'status'?",
                "(5,34): unknown state of 'status' 'opne'; did you mean 'open'?",
                "(6,3): unknown field of order 'nett'; did you mean 'net'?",
                "(6,11): unknown key 'ammount'; did you mean 'amount'?",
                "(6,42): 'YEN' for 'net': not a currency code (ISO 4217); did you mean 'JPY'?",
                "(7,3): unknown field of order 'custmer'; did you mean 'customer'?",
                "(7,19): 'customer' refers to a customer, not to 'contact'; write ref: customer",
                "(7,40): unknown converter 'uper'; did you mean 'upper'?",
            ]
        },
        {
            "a misspelt 'to' and a misspelt entity",
            """
            too: ordr
            from: { entty: Orders, key: Id }
            onyl: { "A..B": x }
            fields:
              number: { form: A }
              status: { from: S, choose: { A: open }, otherwise: opne }
              lines: Items
            """,
            [
                "(1,1): unknown key 'too'; did you mean 'to'?",
                "(1,6): unknown canonical entity 'ordr'; did you mean 'order'?",
                "(2,9): unknown key 'entty'; did you mean 'entity'?",
                "(2,24): the key of a record comes from its source; take 'key' out",
                "(3,1): unknown key 'onyl'; did you mean 'only'?",
                "(3,9): 'A..B' is no path: a name is missing at character 3",
                "(5,13): unknown key 'form'; did you mean 'from'?",
                "(6,54): unknown state of 'status' 'opne'; did you mean 'open'?",
                "(7,10): 'lines' is a list: write { each: Items, fields: … }, or a list of entries",
            ]
        },
        {
            "an entity that nobody can guess: the rules are checked as far as they go without",
            """
            to: Bestellung
            fields:
              number: { from: A, as: uper }
              net: { amount: "B..", currency: { from: C, as: triim } }
              lines:
                each: items[
                fields:
                  quantity: { value: { from: Q, as: decimall }, unit: { vale: EA } }
              customer: { ref: customer, key: "K[" }
            """,
            [
                "(1,5): unknown canonical entity 'Bestellung'; there are: customer, contact, product, order, shipment, invoice, payment, stockLevel, contract",
                "(3,26): unknown converter 'uper'; did you mean 'upper'?",
                "(4,18): 'B..' is no path: a name is missing at character 3",
                "(4,50): unknown converter 'triim'; did you mean 'trim'?",
                "(6,11): 'items[' is no path: a name is missing at character 7",
                "(8,41): unknown converter 'decimall'; did you mean 'decimal'?",
                "(8,61): unknown key 'vale'; did you mean 'value'?",
                "(9,35): 'K[' is no path: a name is missing at character 3",
            ]
        },
        {
            "a list that cannot be found hides nothing within it",
            """
            to: order
            fields:
              number: [A, "B.."]
              lines:
                each: "Items..x"
                only: { "C..": "1" }
                fields:
                  nmber: N
                  quantity: { value: Q, unti: U }
                  net: { from: "P..", as: decimal }
                  requestdOn: { from: D, as: { sapdate: {} } }
            """,
            [
                "(3,11): 'number' is a text, not a list",
                "(3,15): 'B..' is no path: a name is missing at character 3",
                "(5,11): 'Items..x' is no path: a name is missing at character 7",
                "(6,13): 'C..' is no path: a name is missing at character 3",
                "(8,7): unknown field of orderLine 'nmber'; did you mean 'number'?",
                "(9,29): unknown key 'unti'; did you mean 'unit'?",
                "(10,12): 'net' is money: write { amount: P.., currency: … }",
                "(10,20): 'P..' is no path: a name is missing at character 3",
                "(11,7): unknown field of orderLine 'requestdOn'; did you mean 'requestedOn'?",
                "(11,36): unknown converter 'sapdate'; did you mean 'sap-date'?",
            ]
        },
        {
            "every step of a rule is checked, whatever was wrong before it",
            """
            to: order
            fields:
              number: { from: "A..", as: [uper, { round: x }, lowr], choose: { A: B }, absent: { misssing: refuse } }
              status: { from: S, value: T, choose: { A: opn, B: [done] }, otherwise: clsed }
              orderedOn: { first: [{ form: A, as: sapdate }, "B.."] }
              currency: { join: { off: [A, "B.."], wth: "-" } }
              attributes:
                a: { from: A, as: decimaal }
                b: { amount: A, currency: { value: EURO }, to: DOLLAR, rates: rates.csv, on: "D..", rond: 2 }
            """,
            [
                "(3,19): 'A..' is no path: a name is missing at character 3",
                "(3,31): unknown converter 'uper'; did you mean 'upper'?",
                "(3,46): round: 'digits': 'x' is not a whole number",
                "(3,51): unknown converter 'lowr'; did you mean 'lower'?",
                "(3,86): unknown key 'misssing'; did you mean 'missing'?",
                "(4,22): a rule needs exactly one of from, value, first, join; found 2",
                "(4,40): expected choose: { value: result, … } with single values",
                "(4,45): unknown state of 'status' 'opn'; did you mean 'open'?",
                "(4,74): unknown state of 'status' 'clsed'; there are: open, partial, done, cancelled",
                "(5,26): unknown key 'form'; did you mean 'from'?",
                "(5,39): unknown converter 'sapdate'; did you mean 'sap-date'?",
                "(5,50): 'B..' is no path: a name is missing at character 3",
                "(6,23): unknown key 'off'; did you mean 'of'?",
                "(6,32): 'B..' is no path: a name is missing at character 3",
                "(6,40): unknown key 'wth'; did you mean 'with'?",
                "(8,23): unknown converter 'decimaal'; did you mean 'decimal'?",
                "(9,40): 'EURO' for 'attributes.b': not a currency code (ISO 4217); did you mean 'EUR'?",
                "(9,52): 'DOLLAR' is not a currency code (ISO 4217); did you mean 'USD'?",
                "(9,67): there is no file 'rates.csv' beside the mapping",
                "(9,82): 'D..' is no path: a name is missing at character 3",
                "(9,89): unknown key 'rond'; did you mean 'round'?",
            ]
        },
        {
            "forms that do not fit their field",
            """
            to: customer
            fields:
              name: NAME
              addresses: { city: "C..", country: { value: JPN }, postalcode: P }
              creditLimit: { from: L, as: decimall }
              parent: { from: "P.." }
              emial: [{ first: ["E.."] }]
            """,
            [
                "(4,14): 'addresses' is a list of address: write [{ city: C.., country: …, … }] for one entry made of this record, or { each: path, fields: { city: C.., country: …, … } } for the elements of a list in it",
                "(4,22): 'C..' is no path: a name is missing at character 3",
                "(4,47): 'JPN' for 'country': not a country code (ISO 3166-1 alpha-2); did you mean 'JP'?",
                "(4,54): unknown field of address 'postalcode'; did you mean 'postalCode'?",
                "(5,16): 'creditLimit' is money: write { amount: L, currency: … }",
                "(5,31): unknown converter 'decimall'; did you mean 'decimal'?",
                "(6,11): 'parent' is a reference: write { ref: customer, key: P.. }",
                "(6,19): 'P..' is no path: a name is missing at character 3",
                "(7,3): unknown field of customer 'emial'; did you mean 'email'?",
                "(7,10): 'email' is a text, not a list",
                "(7,21): 'E..' is no path: a name is missing at character 3",
            ]
        },
        {
            "full-width characters hide nothing either",
            "to：order\nfields:\n  number：A\n　currency:　{ value: 円 }\n  orderdOn: D\n\tstatus: { value: opne }",
            [
                "(1,3): not valid YAML: a full-width '：'; write ': '",
                "(3,9): not valid YAML: a full-width '：'; write ': '",
                "(4,1): a full-width space at the beginning of the line; put half-width spaces there (two look the same)",
                "(4,11): not valid YAML: a full-width space behind ':'; put a half-width one there",
                "(4,21): '円' for 'currency': not a currency code (ISO 4217); did you mean 'JPY'?",
                "(5,3): unknown field of order 'orderdOn'; did you mean 'orderedOn'?",
                "(6,1): not valid YAML: a tab at the beginning of the line; put spaces there, as in the lines around it",
                "(6,19): unknown state of 'status' 'opne'; did you mean 'open'?",
            ]
        },
    };

    public static TheoryData<string, string, string[]> Outward => new()
    {
        {
            "outwards: what a misspelt list holds is checked by the one that was meant",
            """
            from: ordr
            to: { targt: crm, objct: Order__c }
            fields:
              a: numbr
              b: { eahc: lnies, feilds: { c: quantty.value, d: { form: number }, e: net } }
              f: { reef: custmer, optinal: true }
              g: { fields: { h: gross, i: { from: status, choose: { opn: Open } }, j: { from: number, as: uper } } }
            """,
            [
                "(1,7): unknown canonical entity 'ordr'; did you mean 'order'?",
                "(2,7): unknown key 'targt'; did you mean 'target'?",
                "(2,19): unknown key 'objct'; did you mean 'object'?",
                "(4,6): unknown field of order 'numbr'; did you mean 'number'?",
                "(5,8): unknown key 'eahc'; did you mean 'each'?",
                "(5,14): unknown field of order 'lnies'; did you mean 'lines'?",
                "(5,21): unknown key 'feilds'; did you mean 'fields'?",
                "(5,34): unknown field of orderLine 'quantty'; did you mean 'quantity'?",
                "(5,54): unknown key 'form'; did you mean 'from'?",
                "(5,73): 'net' is money: take 'net.amount' or 'net.currency'",
                "(6,8): unknown key 'reef'; did you mean 'ref'?",
                "(6,14): unknown field of order 'custmer'; did you mean 'customer'?",
                "(6,23): unknown key 'optinal'; did you mean 'optional'?",
                "(7,21): 'gross' is money: take 'gross.amount' or 'gross.currency'",
                "(7,57): unknown state 'opn'; did you mean 'open'?",
                "(7,95): unknown converter 'uper'; did you mean 'upper'?",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Inward))]
    public void All_faults_are_told_at_once_and_each_once(string what, string yaml, string[] lints) =>
        Mapped.Lints(yaml).ShouldBe(lints.Select(lint => "erp/Test.yaml" + lint), customMessage: what);

    [Theory]
    [MemberData(nameof(Outward))]
    public void Outwards_as_well(string what, string yaml, string[] lints) =>
        Mapped.Lints(yaml, outward: true).ShouldBe(lints.Select(lint => "crm/test.yaml" + lint), customMessage: what);
}
