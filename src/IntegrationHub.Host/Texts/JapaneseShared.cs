using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Texts;

internal static partial class JapaneseTexts
{
    internal static readonly SharedTexts Shared = new()
    {
        SkipToContent = "本文へ移動",
        MainNavigation = "メイン",
        Overview = "概要",
        Customers = "顧客",
        Jobs = "ジョブ",
        Runs = "実行履歴",
        Parked = "保留レコード",
        Mappings = "マッピング",
        Hooks = "呼び出し",
        Language = "表示言語",
        SwitchLanguage = "切り替え",
        SignIn = "サインイン",
        SignOut = "サインアウト",
        SignInLead = "受注・出荷・請求・入金を、顧客ごとに一画面で。",
        LoginName = "ユーザー名",
        Password = "パスワード",
        WrongSignIn = "ユーザー名またはパスワードが正しくありません。",
        WaitToSignIn = wait => $"失敗が続いたため受け付けを一時停止しています。{wait}後にもう一度お試しください。",
        NotFoundTitle = "ページが見つかりません",
        NotFoundLead = "アドレスが間違っているか、表示していたものが削除された可能性があります。",
        ForbiddenTitle = "この操作は許可されていません",
        ForbiddenLead = "現在の権限では実行できません。権限の変更は管理者に依頼してください。",
        BadFormTitle = "フォームの有効期限が切れました",
        BadFormLead = "ページを開いた後にサインインし直したか、時間が経過しています。前のページに戻って再読み込みし、もう一度お試しください。変更は行われていません。",
        FailedTitle = "エラーが発生しました",
        FailedLead = "ハブ側の問題です。もう一度お試しください。解決しない場合は、下の番号を管理者に伝えてください。ログをこの番号で検索できます。",
        TraceNumber = number => $"トレース番号 {number}",
        BackToOverview = "概要に戻る",
        Cancel = "取り消す",
        Today = "今日",
        JustNow = "たった今",
        Ago = span => $"{span}前",
        InTime = span => $"{span}後",
        Seconds = count => $"{Digits(count)}秒",
        Minutes = count => $"{Digits(count)}分",
        Hours = count => $"{Digits(count)}時間",
        Days = count => $"{Digits(count)}日",
        None = "なし",
        Never = "なし",
        NextPage = "次のページ",
        FirstPage = "最初のページ",
        Pages = "ページ送り",
        Entity = kind => kind switch
        {
            EntityKind.Customer => "顧客",
            EntityKind.Contact => "担当者",
            EntityKind.Product => "品目",
            EntityKind.Order => "受注",
            EntityKind.Shipment => "出荷",
            EntityKind.Invoice => "請求",
            EntityKind.Payment => "入金",
            EntityKind.StockLevel => "在庫",
            EntityKind.Contract => "契約",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a canonical entity."),
        },
    };

    private static string Digits(long count) => FormattableString.Invariant($"{count:N0}");
}
