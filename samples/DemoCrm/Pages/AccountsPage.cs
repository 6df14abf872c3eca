using DemoCrm.State;

namespace DemoCrm.Pages;

/// <summary>The list of accounts, with search and paging.</summary>
internal static class AccountsPage
{
    public const string Title = "Accounts";
    private const int PageSize = 50;

    public static Html Body(Crm crm, string search, int page)
    {
        var found = crm.All(CrmShapes.Accounts).Where(account => Matches(account, search))
            .OrderBy(account => account.Text("name"), StringComparer.InvariantCultureIgnoreCase).ToList();
        var shown = found.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        var orders = crm.All(CrmShapes.Orders).Where(order => order.Text("accountId") is not null).ToLookup(order => order.Text("accountId"));
        return Html.Of($"""
            <h1>Accounts</h1>
            <ul class="counts">{Html.Join(CrmShapes.All.Select(shape => Html.Of($"<li><b>{crm.All(shape.Name).Count}</b> {shape.Name}</li>")))}</ul>
            <form class="search" role="search"><input type="search" name="q" value="{search}" placeholder="Name, city, number or external id" aria-label="Search accounts"><button>Search</button></form>
            {(shown.Count == 0 ? Nothing(search) : Table(shown, orders))}
            {Pager(search, page, found.Count)}
            """);
    }

    private static bool Matches(CrmRecord account, string search) => search.Length == 0
        || new[] { account.Text("name"), account.Text("nameKana"), account.Text("city"), account.Text("erpNumber"), account.Text("corporateNumber"), account.ExternalId, account.Id }
            .Any(text => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);

    private static Html Nothing(string search) => search.Length == 0
        ? Html.Of($"<p class=\"empty\">No accounts yet. They appear here when something delivers them.</p>")
        : Html.Of($"<p class=\"empty\">No account matches “{search}”. <a href=\"/\">All accounts</a></p>");

    private static Html Table(List<CrmRecord> accounts, ILookup<string?, CrmRecord> orders) => Html.Of($"""
        <div class="scroll"><table>
        <thead><tr><th>Name</th><th>City</th><th>Country</th><th class="number">Orders</th><th>External id</th><th>Updated</th></tr></thead>
        <tbody>{Html.Join(accounts.Select(account => Html.Of($"""
            <tr><td><a href="/accounts/{account.Id}">{account.Text("name")}</a></td><td>{account.Text("city")}</td><td>{account.Text("country")}</td>
            <td class="number">{orders[account.Id].Count()}</td><td class="quiet">{account.ExternalId}</td><td class="quiet">{Show.Instant(account.UpdatedAt)}</td></tr>
            """)))}</tbody>
        </table></div>
        """);

    private static Html Pager(string search, int page, int total)
    {
        var pages = (total + PageSize - 1) / PageSize;
        return pages < 2 ? Html.Empty : Html.Of($"<nav class=\"pager\">{To(page - 1, "Previous")}<span>Page {page} of {pages}</span>{To(page + 1, "Next")}</nav>");

        Html To(int other, string label) => other < 1 || other > pages
            ? Html.Of($"<span></span>")
            : Html.Of($"<a href=\"/?q={Uri.EscapeDataString(search)}&page={other}\">{label}</a>");
    }
}
