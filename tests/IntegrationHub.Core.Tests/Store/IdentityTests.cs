namespace IntegrationHub.Core.Tests.Store;

public sealed class IdentityTests : StoreTest
{
    [Fact]
    public async Task The_same_corporate_number_in_another_system_is_the_same_customer()
    {
        await StoreAsync(Some.Customer("C1", "株式会社山田", corporateNumber: "7000012050002"));
        await StoreAsync(Some.Customer("A-9", "Yamada KK", corporateNumber: "７０００-0120-50002", system: "other"));

        (await CountAsync("hub.customer")).ShouldBe(1);
        (await QueryAsync<string>("select rule from hub.binding b join hub.record r using (record_no) where r.id = 'A-9'")).ShouldBe("corporate number");
        (await QueryAsync<string>("select name from hub.customer")).ShouldBe("株式会社山田");
        (await QueryAsync<string>("select search from hub.customer")).ShouldContain("yamadakk");
    }

    [Fact]
    public async Task The_same_e_mail_within_one_system_makes_no_one_customer_of_two()
    {
        await StoreAsync(Some.Customer("C1", email: "info@example.com"), Some.Customer("C2", email: "INFO@example.com"));

        (await CountAsync("hub.customer")).ShouldBe(2);
    }

    [Fact]
    public async Task Two_candidates_are_a_question_for_a_person_and_nothing_is_guessed()
    {
        await StoreAsync(Some.Customer("C1", email: "info@example.com"), Some.Customer("C2", email: "info@example.com"));

        var counts = await StoreAsync(Some.Customer("A-9", email: "info@example.com", system: "other"));

        (counts.Parked, counts.Created).ShouldBe((1, 0));
        (await QueryAsync<string>("select cause from hub.parked where closed_at is null")).ShouldBe("several customers share its e-mail");
        (await CountAsync("hub.record where id = 'A-9'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_binding_once_made_stays_when_the_evidence_changes()
    {
        await StoreAsync(Some.Customer("C1", email: "a@example.com"));
        await StoreAsync(Some.Customer("A-9", email: "a@example.com", system: "other"));
        await StoreAsync(Some.Customer("A-9", email: "b@example.com", system: "other"));

        (await CountAsync("hub.customer")).ShouldBe(1);
        (await CountAsync("hub.binding where until is null")).ShouldBe(2);
    }
}
