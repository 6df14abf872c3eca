using IntegrationHub.Host.Api.Models;
using IntegrationHub.Host.Queries;

namespace IntegrationHub.Host.Api;

/// <summary>Customers: searched, and one with its records.</summary>
internal static class CustomersApi
{
    internal sealed record CustomersModel(IReadOnlyList<CustomerSummaryModel> Customers, long? Next);

    internal static void MapCustomers(this IEndpointRouteBuilder api)
    {
        var customers = api.MapGroup("/customers").WithTags("Customers");
        customers.MapGet("", SearchAsync).WithSummary("Customers in whom every word of q occurs; page on with after=<next>.");
        customers.MapGet("/{customerNo:long}", FindAsync).WithSummary("One customer; page through its orders with orders=<olderOrders>.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<CustomersModel> SearchAsync(
        CustomerSearch search, CustomerLookup lookup, ApiModels models, TimeProvider time, string? q, long? after, CancellationToken cancellationToken)
    {
        // the sort key is a name, which has no place in an address: the number stands for it
        CustomerCursor? cursor = after is { } no ? new CustomerCursor(
            await lookup.SortKeyAsync(no, cancellationToken) ?? throw new KeyNotFoundException($"There is no customer {no} to go on after."), no) : null;
        var found = await search.FindAsync(q, cursor, Today(time), cancellationToken);
        return new CustomersModel(models.Of<IReadOnlyList<CustomerSummaryModel>>(found.Rows), found.More ? found.Rows[^1].CustomerNo : null);
    }

    private static async Task<IResult> FindAsync(long customerNo, CustomerQueries queries, ApiModels models, TimeProvider time, string? orders, CancellationToken cancellationToken) =>
        await queries.ReadPageAsync(customerNo, OrderCursor.Parse(orders), Today(time), cancellationToken) switch
        {
            CustomerPageResult.Found(var page) => TypedResults.Ok(models.Of<CustomerModel>(page)),
            CustomerPageResult.Moved(var into) => Results.LocalRedirect($"/api/v1/customers/{into}", permanent: true),
            _ => throw new KeyNotFoundException($"There is no customer {customerNo}."),
        };

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
