using System.Text;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Sdk.Tests.OData;

/// <summary>Two services' descriptions of themselves, small.</summary>
internal static class Some
{
    public const string Csdl2 = """
        <?xml version="1.0" encoding="utf-8"?>
        <edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns:sap="http://www.sap.com/Protocols/SAPData">
          <edmx:DataServices m:DataServiceVersion="2.0">
            <Schema Namespace="SALES" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
              <EntityType Name="OrderType">
                <Key><PropertyRef Name="Order"/></Key>
                <Property Name="Order" Type="Edm.String" Nullable="false" MaxLength="10"/>
                <Property Name="Net" Type="Edm.Decimal" Precision="16" Scale="3"/>
                <Property Name="ChangedOn" Type="Edm.DateTime" Precision="0" sap:display-format="Date"/>
                <Property Name="ChangedAt" Type="Edm.DateTimeOffset" Precision="7"/>
                <Property Name="Texts" Type="Edm.String" sap:filterable="false"/>
                <NavigationProperty Name="to_Item" Relationship="SALES.OrderItems" FromRole="From" ToRole="To"/>
                <NavigationProperty Name="to_Customer" Relationship="SALES.OrderCustomer" FromRole="From" ToRole="To"/>
              </EntityType>
              <EntityType Name="ItemType">
                <Key><PropertyRef Name="Order"/><PropertyRef Name="Item"/></Key>
                <Property Name="Order" Type="Edm.String" Nullable="false"/>
                <Property Name="Item" Type="Edm.Int32" Nullable="false"/>
                <Property Name="Material" Type="Edm.String"/>
                <NavigationProperty Name="to_Schedule" Relationship="SALES.ItemSchedule" FromRole="From" ToRole="To"/>
              </EntityType>
              <EntityType Name="ScheduleType">
                <Key><PropertyRef Name="Line"/></Key>
                <Property Name="Line" Type="Edm.String" Nullable="false"/>
                <Property Name="Confirmed" Type="Edm.Decimal"/>
              </EntityType>
              <EntityType Name="CustomerType">
                <Key><PropertyRef Name="Customer"/></Key>
                <Property Name="Customer" Type="Edm.String" Nullable="false"/>
                <Property Name="Name" Type="Edm.String"/>
              </EntityType>
              <Association Name="OrderItems"><End Type="SALES.OrderType" Multiplicity="1" Role="From"/><End Type="SALES.ItemType" Multiplicity="*" Role="To"/></Association>
              <Association Name="ItemSchedule"><End Type="SALES.ItemType" Multiplicity="1" Role="From"/><End Type="SALES.ScheduleType" Multiplicity="*" Role="To"/></Association>
              <Association Name="OrderCustomer"><End Type="SALES.OrderType" Multiplicity="*" Role="From"/><End Type="SALES.CustomerType" Multiplicity="0..1" Role="To"/></Association>
              <EntityContainer Name="Sales" m:IsDefaultEntityContainer="true">
                <EntitySet Name="Orders" EntityType="SALES.OrderType"/>
                <EntitySet Name="Items" EntityType="SALES.ItemType"/>
                <EntitySet Name="Customers" EntityType="SALES.CustomerType"/>
              </EntityContainer>
            </Schema>
          </edmx:DataServices>
        </edmx:Edmx>
        """;

    public const string Csdl4 = """
        <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
          <edmx:DataServices>
            <Schema Namespace="Contoso.Sales" Alias="Self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
              <EnumType Name="Status"><Member Name="Open"/></EnumType>
              <TypeDefinition Name="Amount" UnderlyingType="Edm.Decimal"/>
              <ComplexType Name="Address"><Property Name="city" Type="Edm.String"/></ComplexType>
              <EntityType Name="Base" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid" Nullable="false"/></EntityType>
              <EntityType Name="Order" BaseType="Self.Base">
                <Property Name="number" Type="Edm.String" Nullable="false"/>
                <Property Name="status" Type="Self.Status"/>
                <Property Name="net" Type="Self.Amount"/>
                <Property Name="shipTo" Type="Self.Address"/>
                <Property Name="tags" Type="Collection(Edm.String)"/>
                <Property Name="changedAt" Type="Edm.DateTimeOffset"/>
                <NavigationProperty Name="lines" Type="Collection(Self.Line)" ContainsTarget="true"/>
              </EntityType>
              <EntityType Name="Line"><Key><PropertyRef Name="no"/></Key><Property Name="no" Type="Edm.Int64" Nullable="false"/><Property Name="item" Type="Edm.String"/></EntityType>
              <EntityContainer Name="Container"><EntitySet Name="orders" EntityType="Self.Order"/></EntityContainer>
            </Schema>
          </edmx:DataServices>
        </edmx:Edmx>
        """;

    public static ODataModel Model2 { get; } = ODataModel.Read(Encoding.UTF8.GetBytes(Csdl2), "GET $metadata");

    public static ODataModel Model4 { get; } = ODataModel.Read(Encoding.UTF8.GetBytes(Csdl4), "GET $metadata");
}
