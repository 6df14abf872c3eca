namespace IntegrationHub.Connectors.OData.Tests;

/// <summary>The rig's <c>$metadata</c> in both versions.</summary>
internal static class ODataDescriptions
{
    public const string Csdl2 = """
        <edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices>
          <Schema Namespace="Shop" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
            <EntityType Name="Order"><Key><PropertyRef Name="key"/></Key>
              <Property Name="key" Type="Edm.String" Nullable="false"/><Property Name="version" Type="Edm.Int32"/><Property Name="name" Type="Edm.String"/>
              <Property Name="company" Type="Edm.String"/><Property Name="day" Type="Edm.DateTime"/>
              <Property Name="changedAt" Type="Edm.DateTimeOffset" Precision="7"/>
              <NavigationProperty Name="lines" Relationship="Shop.OrderLines" FromRole="Order" ToRole="Lines"/>
            </EntityType>
            <EntityType Name="Line"><Key><PropertyRef Name="key"/><PropertyRef Name="line"/></Key><Property Name="key" Type="Edm.String"/><Property Name="line" Type="Edm.Int32"/></EntityType>
            <Association Name="OrderLines"><End Type="Shop.Order" Multiplicity="1" Role="Order"/><End Type="Shop.Line" Multiplicity="*" Role="Lines"/></Association>
            <EntityContainer Name="Shop"><EntitySet Name="Orders" EntityType="Shop.Order"/></EntityContainer>
          </Schema>
        </edmx:DataServices></edmx:Edmx>
        """;

    public const string Csdl4 = """
        <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
          <Schema Namespace="Shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
            <EntityType Name="Order"><Key><PropertyRef Name="key"/></Key>
              <Property Name="key" Type="Edm.String" Nullable="false"/><Property Name="version" Type="Edm.Int32"/><Property Name="name" Type="Edm.String"/>
              <Property Name="company" Type="Edm.String"/><Property Name="day" Type="Edm.Date"/>
              <Property Name="changedAt" Type="Edm.DateTimeOffset" Nullable="false"/>
              <NavigationProperty Name="lines" Type="Collection(Shop.Line)"/>
            </EntityType>
            <EntityType Name="Line"><Key><PropertyRef Name="key"/><PropertyRef Name="line"/></Key><Property Name="key" Type="Edm.String"/><Property Name="line" Type="Edm.Int32"/></EntityType>
            <EntityContainer Name="Shop"><EntitySet Name="Orders" EntityType="Shop.Order"/></EntityContainer>
          </Schema>
        </edmx:DataServices></edmx:Edmx>
        """;
}
