using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>What a person has to do in kintone, in the words of its screens, English and Japanese. The hub changes no form: that needs an administrator's rights, which a token for records should not have.</summary>
internal static class SetupSteps
{
    public static IReadOnlyList<string> For(string entity, KintoneApp? app, IReadOnlyList<NeededField> fields)
    {
        var steps = new List<string>();
        if (app is null)
            steps.Add($"Make an app for '{entity}' and give it an API token (App settings > API token / アプリの設定 > APIトークン: view, add, edit, delete / レコード閲覧・追加・編集・削除); then set Apps:{entity}:App and Apps:{entity}:Token.");
        var where = app is null ? $"the app for '{entity}'" : $"app {app.Number}";
        foreach (var field in fields)
            steps.Add($"In {where}, App settings > Form / アプリの設定 > フォーム: {What(field)}, field code / フィールドコード '{field.Name[(field.Name.LastIndexOf('.') + 1)..]}' ({field.Name}){(field.IsExternalKey ? "; tick 'Prohibit duplicate values' / 「値の重複を禁止する」" : "")}.");
        if (fields.Count > 0)
            steps.Add("Then 'Update App' / 「アプリを更新」.");
        return steps;
    }

    private static string What(NeededField field) => field.Name.Contains("[].", StringComparison.Ordinal)
        ? $"in the table / テーブル '{field.Name[..field.Name.IndexOf("[].", StringComparison.Ordinal)]}' a column: {Kind(field.Kind)}"
        : Kind(field.Kind);

    private static string Kind(TargetFieldKind kind) => kind switch
    {
        TargetFieldKind.LongText => "Text area / 文字列（複数行）",
        TargetFieldKind.Number => "Number / 数値",
        TargetFieldKind.Date => "Date / 日付",
        TargetFieldKind.Instant => "Date and time / 日時",
        TargetFieldKind.Choice => "Drop-down / ドロップダウン",
        TargetFieldKind.Lines => "Table / テーブル",
        _ => "Text / 文字列（1行）",
    };
}
