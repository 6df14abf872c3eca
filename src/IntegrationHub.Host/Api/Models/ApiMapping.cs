using AutoMapper;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Host.Queries;

namespace IntegrationHub.Host.Api.Models;

/// <summary>
/// Turns what the queries read into what the API answers: the one place that uses AutoMapper, so that it can be taken out here.
/// </summary>
internal sealed class ApiMapping : Profile
{
    public ApiMapping()
    {
        CreateMap<RecordKey, string>().ConvertUsing(key => key.ToString());
        CreateMap<RunRow, RunModel>();
        CreateMap<JobRow, JobModel>()
            .IncludeMembers(row => row.Job)
            .ForMember(model => model.Id, map => map.MapFrom(row => row.Job.Id.ToString()));
        CreateMap<Core.Jobs.JobInfo, JobModel>(MemberList.None);
        CreateMap<ParkedGroup, ParkedGroupModel>();
        CreateMap<ParkedRow, ParkedModel>().ForMember(model => model.Payload, map => map.Ignore());
        CreateMap<ParkedDetail, ParkedModel>().ForMember(model => model.Payload, map => map.MapFrom(row => row.PayloadText));
        CreateMap<Overview, OverviewModel>();
        CreateMap<Freshness, FreshnessModel>();
        CreateMap<Backlog, BacklogModel>();
        MapCustomers();
        MapRecords();
    }

    private void MapCustomers()
    {
        CreateMap<CustomerRow, CustomerSummaryModel>();
        CreateMap<OpenItems, OpenItemsModel>();
        CreateMap<CustomerPageData, CustomerModel>().ForMember(model => model.OlderOrders, map => map.MapFrom(page => page.Older == null ? null : page.Older.ToString()));
        CreateMap<Origin, OriginModel>();
    }

    /// <summary>Each stored record becomes its model, with its origin beside its fields.</summary>
    private void MapRecords()
    {
        CreateMap<OrderLine, OrderLineModel>();
        CreateMap<Order, OrderModel>(MemberList.None);
        CreateMap<Shipment, ShipmentModel>(MemberList.None);
        CreateMap<Invoice, InvoiceModel>(MemberList.None);
        CreateMap<Payment, PaymentModel>(MemberList.None);
        CreateMap<Customer, AccountModel>(MemberList.None);
        CreateMap<Contact, ContactModel>(MemberList.None);
        CreateMap<Contract, ContractModel>(MemberList.None);
        CreateMap<Stored<Shipment>, ShipmentModel>().IncludeMembers(stored => stored.Record);
        CreateMap<Stored<Payment>, PaymentModel>().IncludeMembers(stored => stored.Record);
        CreateMap<Stored<Customer>, AccountModel>().IncludeMembers(stored => stored.Record);
        CreateMap<Stored<Contact>, ContactModel>().IncludeMembers(stored => stored.Record);
        CreateMap<Stored<Contract>, ContractModel>().IncludeMembers(stored => stored.Record);
        CreateMap<Stored<Order>, OrderModel>(MemberList.None).IncludeMembers(stored => stored.Record);
        CreateMap<Stored<Invoice>, InvoiceModel>(MemberList.None).IncludeMembers(stored => stored.Record);
        CreateMap<OrderStory, OrderModel>().IncludeMembers(story => story.Order);
        CreateMap<InvoiceStory, InvoiceModel>().IncludeMembers(story => story.Invoice);
    }
}
