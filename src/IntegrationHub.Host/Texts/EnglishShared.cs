using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Texts;

internal static partial class EnglishTexts
{
    internal static readonly SharedTexts Shared = new()
    {
        SkipToContent = "Skip to content",
        MainNavigation = "Main",
        Overview = "Overview",
        Customers = "Customers",
        Jobs = "Jobs",
        Runs = "Runs",
        Parked = "Parked",
        Mappings = "Mappings",
        Hooks = "Calls",
        Language = "Language",
        SwitchLanguage = "Switch",
        SignIn = "Sign in",
        SignOut = "Sign out",
        SignInLead = "What customers ordered, what is on its way, and what is still to be paid.",
        LoginName = "Name",
        Password = "Password",
        WrongSignIn = "Name or password is wrong.",
        WaitToSignIn = wait => $"Too many failed tries. Try again in {wait}.",
        NotFoundTitle = "There is nothing here",
        NotFoundLead = "The address may be mistyped, or what it showed is gone.",
        ForbiddenTitle = "You may not do this",
        ForbiddenLead = "Your login's role does not allow it. An administrator can give you another role.",
        BadFormTitle = "The form was too old",
        BadFormLead = "You were signed in anew or waited long since the page was opened. Go back, reload the page and try again; nothing was changed.",
        FailedTitle = "Something went wrong here",
        FailedLead = "This is a fault of the hub, not yours. Try again; if it stays, tell an administrator the number below, by which the log can be searched.",
        TraceNumber = number => $"Trace number {number}",
        BackToOverview = "Back to the overview",
        Cancel = "Cancel",
        Today = "today",
        JustNow = "just now",
        Ago = span => $"{span} ago",
        InTime = span => $"in {span}",
        Seconds = count => Many(count, "second"),
        Minutes = count => Many(count, "minute"),
        Hours = count => Many(count, "hour"),
        Days = count => Many(count, "day"),
        None = "none",
        Never = "never",
        NextPage = "Next page",
        FirstPage = "First page",
        Pages = "Pages",
        Entity = kind => kind switch
        {
            EntityKind.Customer => "Customers",
            EntityKind.Contact => "Contacts",
            EntityKind.Product => "Products",
            EntityKind.Order => "Orders",
            EntityKind.Shipment => "Shipments",
            EntityKind.Invoice => "Invoices",
            EntityKind.Payment => "Payments",
            EntityKind.StockLevel => "Stock",
            EntityKind.Contract => "Contracts",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a canonical entity."),
        },
    };

    private static string Many(long count, string one) => Many(count, one, one + "s");

    private static string Many(long count, string one, string many) => count == 1 ? $"1 {one}" : FormattableString.Invariant($"{count:N0} {many}");
}
