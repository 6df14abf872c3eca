using IntegrationHub.Core.Preview;

namespace IntegrationHub.Core.Tests.Preview;

public sealed class MaskingTests
{
    private static readonly Masking Masking = new(new Guid("00000000-0000-0000-0000-000000000001"));

    [Theory]
    [InlineData("Maria Anders", "^[A-Z][a-z]{4} [A-Z][a-z]{5}$")]
    [InlineData("Obere Str. 57", @"^[A-Z][a-z]{4} [A-Z][a-z]{2}\. [1-9]\d$")]
    [InlineData("株式会社山本商事", "^株式会社[一-鿿]{4}$")]
    [InlineData("ヤマモト　ハナコ", "^[ァ-ヶ]{4}　[ァ-ヶ]{3}$")]
    [InlineData("ｶﾌﾞ)ﾔﾏﾓﾄ", @"^[ｱ-ﾝ][ｱ-ﾝ]ﾞ\)[ｱ-ﾝ]{4}$")]
    [InlineData("やまもと", "^[ぁ-ゖ]{4}$")]
    [InlineData("大阪府茨木市１２３", "^大阪府[一-鿿]{2}市[１-９][０-９]{2}$")]
    [InlineData("México D.F.", @"^[A-Z]\p{Ll}{5} [A-Z]\.[A-Z]\.$")]
    [InlineData("0123", "^0[0-9]{3}$")]
    [InlineData("Иванов", @"^\p{Lu}\p{Ll}{5}$")]
    public void A_mask_has_the_shape_of_what_it_stands_for(string value, string shape)
    {
        var mask = Masking.Text(value);

        mask.ShouldMatch(shape);
        mask.ShouldNotBe(value);
        mask.Length.ShouldBe(value.Length);
        Masking.Text(value).ShouldBe(mask);
        Masking.Text(value, attempt: 1).ShouldNotBe(mask);
        new Masking(Guid.NewGuid()).Text(value).ShouldNotBe(mask, "another hub's mask");
    }

    [Fact]
    public void Mail_goes_nowhere_and_a_telephone_keeps_its_first_digits_and_its_marks()
    {
        Masking.Email("maria@alfki.co.jp").ShouldMatch(@"^[a-z]{5}@[a-z]{5}\.[a-z]{2}\.example$");
        Masking.Phone("03-1234-5678").ShouldMatch(@"^03-1\d{3}-\d{4}$");
        Masking.Phone("03-1234-5678").ShouldNotBe("03-1234-5678");
    }
}
