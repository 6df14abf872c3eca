namespace DemoCrm.Tests;

public sealed class CrmPagesTests : CrmFixture
{
    [Fact]
    public async Task An_account_is_shown_with_everything_that_hangs_on_it()
    {
        await Client.PutAsync("accounts", "c", """{"name":"山田商店","creditLimit":5000,"creditCurrency":"JPY"}""");
        await Client.PutAsync("contacts", "p", """{"name":"山田太郎","accountId":"ACC-000001"}""");
        await Client.PutAsync("orders", "o", """{"number":"O-1","accountId":"ACC-000001","gross":1234.5,"currency":"USD","lines":[{"number":"1","description":"Queso","quantity":2}]}""");
        await Client.PutAsync("shipments", "s", """{"number":"S-1","accountId":"ACC-000001","shippedAt":"2026-01-02T03:04:05Z"}""");
        await Client.PutAsync("invoices", "i", """{"number":"I-1","accountId":"ACC-000001","open":100,"currency":"USD"}""");
        await Client.PutAsync("invoices", "j", """{"number":"I-2","accountId":"ACC-000001","open":50,"currency":"EUR"}""");
        await Client.PutAsync("payments", "p", """{"number":"P-1","accountId":"ACC-000001","amount":1,"currency":"USD"}""");
        await Client.PutAsync("contracts", "k", """{"number":"K-1","accountId":"ACC-000001","value":7,"currency":"USD"}""");

        var (page, _) = await Client.PageAsync("/accounts/ACC-000001");

        foreach (var shown in (string[])["山田商店", "5,000.00 JPY", "山田太郎", "O-1", "1,234.50 USD", "Queso", "S-1", "2026-01-02 03:04 UTC", "I-1", "100.00 USD", "50.00 EUR", "P-1", "K-1", "7.00 USD"])
            page.ShouldContain(shown);
    }

    [Fact]
    public async Task What_records_say_stays_text()
    {
        await Client.PutAsync("accounts", "\"><script>", """{"name":"<script>alert('x')</script>","city":"a&b {0}"}""");

        foreach (var path in (string[])["/", "/accounts/ACC-000001", "/?q=%22%3E%3Cscript%3E", "/accounts/%3Cscript%3E"])
        {
            var (page, answer) = await Client.PageAsync(path);
            page.ShouldNotContain("<script");
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        }
        (await Client.PageAsync("/")).Body.ShouldContain("a&amp;b {0}");
    }

    [Fact]
    public async Task The_list_is_searched_and_paged()
    {
        foreach (var number in Enumerable.Range(1, 60))
            await Client.PutAsync("accounts", $"erp/{number}", $$"""{"name":"Firm {{number:00}}","erpNumber":"N{{number}}"}""");

        var first = (await Client.PageAsync("/")).Body;
        var second = (await Client.PageAsync("/?page=2")).Body;
        var found = (await Client.PageAsync("/?q=n60")).Body;

        (first.Contains("Firm 50"), first.Contains("Firm 51"), first.Contains("Page 1 of 2")).ShouldBe((true, false, true));
        (second.Contains("Firm 50"), second.Contains("Firm 51")).ShouldBe((false, true));
        (found.Contains("Firm 60"), found.Contains("Firm 06")).ShouldBe((true, false));
        (await Client.PageAsync("/?q=nobody")).Body.ShouldContain("No account matches “nobody”");
    }

    [Fact]
    public async Task An_account_that_is_not_there_is_not_found()
    {
        var (page, answer) = await Client.PageAsync("/accounts/ACC-000009");

        ((int)answer.StatusCode).ShouldBe(404);
        page.ShouldContain("There is no account ACC-000009");
    }
}
