using System.Globalization;
using System.Xml.Linq;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>
/// The objects of the stand-in's org: the standard ones as far as the mappings use them, and what the connector's metadata package adds. The package is read as it would be deployed, so that an
/// object or field that a mapping uses and the package has not is refused here.
/// </summary>
internal static class SalesforceSchema
{
    private const string Folder = "salesforce/";

    public static IReadOnlyDictionary<string, IReadOnlyList<SalesforceField>> Objects { get; } = Read();

    private static Dictionary<string, IReadOnlyList<SalesforceField>> Read()
    {
        var objects = Standard();
        foreach (var resource in typeof(SalesforceSchema).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = typeof(SalesforceSchema).Assembly.GetManifestResourceStream(resource)!;
            var xml = XDocument.Load(stream).Root!;
            var name = resource[Folder.Length..].Replace('\\', '/').Split('/')[0];
            if (!objects.TryGetValue(name, out var fields))
                objects[name] = fields = [];
            if (xml.Name.LocalName == "CustomField")
                fields.Add(Custom(xml));
            else if (xml.Name.LocalName == "CustomObject")
                fields.Add(new SalesforceField("Name", "string") { Length = 80, IsRequired = Text(xml.Elements().First(part => part.Name.LocalName == "nameField"), "type") != "AutoNumber", IsWritable = Text(xml.Elements().First(part => part.Name.LocalName == "nameField"), "type") != "AutoNumber" });
        }

        return objects.ToDictionary(item => item.Key, item => (IReadOnlyList<SalesforceField>)[new("Id", "id") { IsWritable = false }, new("IsDeleted", "boolean") { IsWritable = false }, .. item.Value], StringComparer.Ordinal);
    }

    /// <summary>The describe result's word for a type of the metadata.</summary>
    public static string? TypeOf(string? metadata) => metadata switch
    {
        "Text" => "string",
        "LongTextArea" => "textarea",
        "Number" or "Summary" => "double",
        "Date" => "date",
        "DateTime" => "datetime",
        "Checkbox" => "boolean",
        "Picklist" => "picklist",
        "Email" => "email",
        "Lookup" or "MasterDetail" => "reference",
        _ => null,
    };

    private static SalesforceField Custom(XElement xml)
    {
        var type = Text(xml, "type")!;
        var isReadOnly = Text(xml, "formula") is not null || type == "Summary";
        return new SalesforceField(Text(xml, "fullName")!, TypeOf(type) ?? throw new InvalidDataException($"The stand-in does not know fields of the type {type}."))
        {
            Length = type == "Email" ? 80 : Number(xml, "length"),
            Precision = Number(xml, "precision"),
            Scale = Number(xml, "scale"),
            IsExternalId = Text(xml, "externalId") == "true",
            IsUnique = Text(xml, "unique") == "true",
            IsRequired = Text(xml, "required") == "true" || type == "MasterDetail",
            IsWritable = !isReadOnly,
            Values = type == "Picklist" ? [.. xml.Descendants().Where(part => part.Name.LocalName == "value" && part.HasElements).Select(value => Text(value, "fullName")!)] : null,
            RefersTo = Text(xml, "referenceTo"),
            ChildRelationship = Text(xml, "relationshipName") is { } relationship ? relationship + "__r" : null,
            IsMaster = type == "MasterDetail",
        };
    }

    private static Dictionary<string, List<SalesforceField>> Standard() => new(StringComparer.Ordinal)
    {
        // Object Reference for the Salesforce Platform: Account, Contact, Product2
        ["Account"] =
        [
            String("Name", 255, required: true), String("AccountNumber", 40), new("Phone", "phone") { Length = 40 }, String("Website", 255), String("BillingStreet", 255), String("BillingCity", 40),
            String("BillingState", 80), String("BillingPostalCode", 20), String("BillingCountry", 80), Merged("Account"),
        ],
        ["Contact"] =
        [
            String("LastName", 80, required: true), String("FirstName", 40), String("Title", 128), String("Department", 80), new("Email", "email") { Length = 80 }, new("Phone", "phone") { Length = 40 },
            new("AccountId", "reference") { RefersTo = "Account", ChildRelationship = "Contacts", IsMaster = true }, Merged("Contact"),
        ],
        ["PermissionSet"] = [String("Name", 80)],
        ["FieldPermissions"] = [String("ParentId", 18), String("SobjectType", 80), String("Field", 160), new("PermissionsRead", "boolean"), new("PermissionsEdit", "boolean")],
        ["Product2"] = [String("Name", 255, required: true), String("ProductCode", 255), String("Description", 4000), new("IsActive", "boolean")],
    };

    private static SalesforceField String(string name, int length, bool required = false) => new(name, "string") { Length = length, IsRequired = required };

    private static SalesforceField Merged(string into) => new("MasterRecordId", "reference") { RefersTo = into, IsWritable = false };

    private static string? Text(XElement xml, string name) => xml.Elements().FirstOrDefault(part => part.Name.LocalName == name)?.Value;

    private static int Number(XElement xml, string name) => int.TryParse(Text(xml, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
